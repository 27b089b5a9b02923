import { modifiersOf, type Binding } from './binding.ts';

/** Whether a binding will do for what it is to do. A refusal is not stored; a warning is shown beside the key. */
export type BindingVerdict =
  | { readonly kind: 'fine' }
  | {
      readonly kind: 'warning';
      readonly why:
        /** It writes into the focused program. */
        | 'types'
        /** With these modifiers it is a command of many programs. */
        | 'acts'
        /** It switches the lock as well. */
        | 'lock';
    }
  | {
      readonly kind: 'refusal';
      readonly why:
        /** macOS tells of Caps Lock on and off, not of its press and release. */
        | 'lock'
        /** It does something else already. */
        | 'taken';
    };

const locks: ReadonlySet<string> = new Set(['CapsLock', 'NumLock', 'ScrollLock']);

/** Keys that write, move or delete in the program that has the focus. */
const typing =
  /^(?:Key[A-Z]|Digit\d|Numpad(?:\d|Add|Subtract|Multiply|Divide|Decimal|Comma|Equal|Enter)|Intl\w+|Arrow\w+|Backquote|Backslash|BracketLeft|BracketRight|Comma|Equal|Minus|Period|Quote|Semicolon|Slash|Space|Enter|Tab|Backspace|Delete|Home|End|PageUp|PageDown|Insert)$/;

export function judgeBinding(
  binding: Binding,
  place: { readonly platform: 'windows' | 'macos' | 'linux'; readonly taken: boolean },
): BindingVerdict {
  if (place.taken) return { kind: 'refusal', why: 'taken' };
  if (binding.kind === 'mouse') return { kind: 'fine' };
  if (locks.has(binding.code)) {
    return place.platform === 'macos' ? { kind: 'refusal', why: 'lock' } : { kind: 'warning', why: 'lock' };
  }
  if (!typing.test(binding.code)) return { kind: 'fine' };
  const commands = modifiersOf(binding).some((modifier) => modifier !== 'Shift');
  return { kind: 'warning', why: commands ? 'acts' : 'types' };
}
