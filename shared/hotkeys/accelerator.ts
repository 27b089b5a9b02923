import { modifierOf, modifiersOf, type Binding } from './binding.ts';

/** Electron's own words for keys whose `KeyboardEvent.code` differs (https://www.electronjs.org/docs/latest/api/accelerator). */
const names: Readonly<Record<string, string>> = {
  Space: 'Space',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  PrintScreen: 'PrintScreen',
  AudioVolumeUp: 'VolumeUp',
  AudioVolumeDown: 'VolumeDown',
  AudioVolumeMute: 'VolumeMute',
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
  MediaStop: 'MediaStop',
  MediaPlayPause: 'MediaPlayPause',
  NumpadDecimal: 'numdec',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
};

/** The binding as an accelerator of Electron; null where `globalShortcut` has no word for it: mouse buttons, lone modifiers. */
export function acceleratorOf(binding: Binding): string | null {
  if (binding.kind === 'mouse' || modifierOf(binding.code) !== null) return null;
  const { code } = binding;
  const [, plain] = /^(?:Key|Digit)(\w)$/.exec(code) ?? [];
  const [, pad] = /^Numpad(\d)$/.exec(code) ?? [];
  const key = plain ?? (pad === undefined ? undefined : `num${pad}`) ?? (/^F\d{1,2}$/.test(code) ? code : names[code]);
  return key === undefined ? null : [...modifiersOf(binding), key].join('+');
}

/**
 * The key in the words of the XDG shortcuts specification (https://specifications.freedesktop.org/shortcuts-spec/), which
 * the GlobalShortcuts portal takes as a wish; null for what has no such name.
 */
export function portalTriggerOf(binding: Binding): string | null {
  if (binding.kind === 'mouse') return null;
  const { code } = binding;
  const [, letter] = /^Key(\w)$/.exec(code) ?? [];
  const [, digit] = /^Digit(\d)$/.exec(code) ?? [];
  const lone: Readonly<Record<string, string>> = {
    ControlLeft: 'Control_L',
    ControlRight: 'Control_R',
    Space: 'space',
    Pause: 'Pause',
    Insert: 'Insert',
  };
  const key = letter?.toLowerCase() ?? digit ?? (/^F\d{1,2}$/.test(code) ? code : lone[code]);
  const words: Readonly<Record<string, string>> = { Control: 'CTRL', Shift: 'SHIFT', Alt: 'ALT', Meta: 'LOGO' };
  return key === undefined ? null : [...modifiersOf(binding).map((name) => words[name]), key].join('+');
}
