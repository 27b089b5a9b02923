import { acceleratorOf } from './accelerator.ts';
import { bindingId, modifiersOf, overlaps, type Binding } from './binding.ts';
import type { HotkeyStatus } from './messages.ts';

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
        | 'lock'
        /** Any other key that is pressed ends its hold. */
        | 'otherKey'
        /** A system shortcut takes it away from every program while it is in force. */
        | 'takes'
        /** It has no system shortcut, and nothing else hears it. */
        | 'unheard';
    }
  /** A press of it is a press of this one, or the other way round: both act. */
  | { readonly kind: 'warning'; readonly why: 'overlaps'; readonly other: Binding }
  | {
      readonly kind: 'refusal';
      readonly why:
        /** macOS tells of Caps Lock on and off, not of its press and release. */
        | 'lock'
        /** It does something else already. */
        | 'taken'
        /** Taken away from every program, nobody could write with it any more. */
        | 'writes';
    };

const locks: ReadonlySet<string> = new Set(['CapsLock', 'NumLock', 'ScrollLock']);

const rare = /^F(?:1[3-9]|2[0-4])$/;

/** Keys that write, move or delete in the program that has the focus. */
const typing =
  /^(?:Key[A-Z]|Digit\d|Numpad(?:\d|Add|Subtract|Multiply|Divide|Decimal|Comma|Equal|Enter)|Intl\w+|Arrow\w+|Backquote|Backslash|BracketLeft|BracketRight|Comma|Equal|Minus|Period|Quote|Semicolon|Slash|Space|Enter|Tab|Backspace|Delete|Home|End|PageUp|PageDown|Insert)$/;

/** Of these, those without which nobody can write. */
const writing =
  /^(?:Key[A-Z]|Digit\d|Backquote|Backslash|BracketLeft|BracketRight|Comma|Equal|Minus|Period|Quote|Semicolon|Slash|Space|Enter|Tab|Backspace)$/;

/** Whether the key hook hears the keys of other actions than the talk key, now or in a call. */
export function hearsEveryKey(status: HotkeyStatus): boolean {
  switch (status.kind) {
    case 'off':
      return status.forecast === 'everywhere';
    case 'starting':
      return true;
    case 'live':
      return !status.capabilities.systemOwned;
    case 'degraded':
      return false;
  }
}

export function judgeBinding(
  binding: Binding,
  place: {
    readonly platform: 'windows' | 'macos' | 'linux';
    /** Every binding of every action that there is, perhaps with this one itself. */
    readonly others: readonly Binding[];
    /** It is new: the same one may not be among the others. */
    readonly added: boolean;
    /** It is to be held, on a desktop that ends the hold of a key when another one is pressed (KDE on Wayland). */
    readonly otherKeyReleases: boolean;
    /**
     * `hook`: the hook or the desktop hears it and leaves it to every program. Else it needs only the press, and a system
     * shortcut takes the key away from them, where there is one for it; `shortcut`: nothing hears the others.
     */
    readonly heardBy: 'hook' | 'shortcutOrHook' | 'shortcut';
  },
): BindingVerdict {
  const isItself = (other: Binding): boolean => bindingId(other) === bindingId(binding);
  if (place.added && place.others.some(isItself)) return { kind: 'refusal', why: 'taken' };
  const lock = binding.kind === 'key' && locks.has(binding.code);
  if (lock && place.platform === 'macos') return { kind: 'refusal', why: 'lock' };
  const shortcut = place.heardBy !== 'hook' && acceleratorOf(binding) !== null;
  const commands = modifiersOf(binding).some((modifier) => modifier !== 'Shift');
  const writes = binding.kind === 'key' && writing.test(binding.code) && !commands;
  if (place.added && shortcut && writes) return { kind: 'refusal', why: 'writes' };
  const other = place.others.find((one) => !isItself(one) && overlaps(one, binding));
  if (other !== undefined) return { kind: 'warning', why: 'overlaps', other };
  if (place.heardBy === 'shortcut' && !shortcut) return { kind: 'warning', why: 'unheard' };
  if (binding.kind === 'mouse') return { kind: 'fine' };
  // Nobody presses the others by accident while talking with F13 to F24, which no keyboard has beside letters.
  if (place.otherKeyReleases && !rare.test(binding.code)) return { kind: 'warning', why: 'otherKey' };
  if (lock) return { kind: 'warning', why: 'lock' };
  if (!typing.test(binding.code)) return { kind: 'fine' };
  // Electron's globalShortcut keeps the key to itself: https://github.com/electron/electron/issues/11226
  if (shortcut) return { kind: 'warning', why: 'takes' };
  return { kind: 'warning', why: commands ? 'acts' : 'types' };
}
