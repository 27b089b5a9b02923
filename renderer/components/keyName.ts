import { modifiersOf, type Binding } from '@parley/shared/hotkeys/binding';
import type { TFunction } from 'i18next';

export type Platform = 'windows' | 'macos' | 'linux';

/** The words of modifiers differ by the keyboards that a system is sold with. */
export const modifierName = (modifier: string, platform: Platform, t: TFunction): string =>
  t(`key.${modifier}`, { context: platform });

/** What stands on a US keyboard where words would be longer. */
const signs: Readonly<Record<string, string>> = {
  Backquote: '`',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Equal: '=',
  Minus: '-',
  Period: '.',
  Quote: "'",
  Semicolon: ';',
  Slash: '/',
  NumpadAdd: '+',
  NumpadComma: ',',
  NumpadDecimal: '.',
  NumpadDivide: '/',
  NumpadEqual: '=',
  NumpadMultiply: '*',
  NumpadSubtract: '-',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** What stands on the key. A position (`KeyQ`) is named by its letter on a US keyboard, as `KeyboardEvent.code` is. */
export function keyName(binding: Binding, platform: Platform, t: TFunction): string {
  if (binding.kind === 'mouse') return t(`key.mouse.${binding.button}`);
  const needed = modifiersOf(binding).map((name) => modifierName(name, platform, t));
  return [...needed, singleName(binding.code, platform, t)].join(' + ');
}

function singleName(code: string, platform: Platform, t: TFunction): string {
  const [, modifier, side] = /^(Control|Shift|Alt|Meta)(Left|Right)$/.exec(code) ?? [];
  if (modifier !== undefined) return t(`key.side.${side}`, { key: modifierName(modifier, platform, t) });
  const [, letter] = /^(?:Key|Digit)(\w)$/.exec(code) ?? [];
  if (letter !== undefined) return letter;
  const [, pad] = /^Numpad(.+)$/.exec(code) ?? [];
  if (pad !== undefined) return t('key.numpad', { key: signs[code] ?? codeName(pad, t) });
  return signs[code] ?? codeName(code, t);
}

const codeName = (code: string, t: TFunction): string =>
  t(`key.code.${code}`, { defaultValue: code.replaceAll(/([a-z])([A-Z])/g, '$1 $2') });
