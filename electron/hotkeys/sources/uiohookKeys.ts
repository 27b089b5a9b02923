import type { Binding } from '@parley/shared/hotkeys/binding';

/**
 * libuiohook's virtual key codes (its `uiohook.h`) and the `KeyboardEvent.code` of the same key. The codes are those of
 * the US scan code set 1, the same on every system; 0x0Exx are extended keys, 0xEExx the numpad while NumLock is off.
 */
const keys: ReadonlyMap<number, string> = new Map([
  [0x0001, 'Escape'],
  [0x0029, 'Backquote'],
  [0x000c, 'Minus'],
  [0x000d, 'Equal'],
  [0x000e, 'Backspace'],
  [0x000f, 'Tab'],
  [0x001a, 'BracketLeft'],
  [0x001b, 'BracketRight'],
  [0x001c, 'Enter'],
  [0x0027, 'Semicolon'],
  [0x0028, 'Quote'],
  [0x002b, 'Backslash'],
  [0x0033, 'Comma'],
  [0x0034, 'Period'],
  [0x0035, 'Slash'],
  [0x0039, 'Space'],
  [0x003a, 'CapsLock'],
  [0x0e46, 'IntlBackslash'],
  // Digits and letters, row by row.
  ...row(0x0002, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'], 'Digit'),
  ...row(0x0010, [...'QWERTYUIOP'], 'Key'),
  ...row(0x001e, [...'ASDFGHJKL'], 'Key'),
  ...row(0x002c, [...'ZXCVBNM'], 'Key'),
  // Function keys.
  ...row(0x003b, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], 'F'),
  ...row(0x0057, ['11', '12'], 'F'),
  ...row(0x005b, ['13', '14', '15'], 'F'),
  ...row(0x0063, ['16', '17', '18', '19', '20', '21', '22', '23', '24'], 'F'),
  // Modifiers.
  [0x001d, 'ControlLeft'],
  [0x0e1d, 'ControlRight'],
  [0x002a, 'ShiftLeft'],
  [0x0036, 'ShiftRight'],
  [0x0038, 'AltLeft'],
  [0x0e38, 'AltRight'],
  [0x0e5b, 'MetaLeft'],
  [0x0e5c, 'MetaRight'],
  // Between the letters and the numpad.
  [0x0e5d, 'ContextMenu'],
  [0x0e37, 'PrintScreen'],
  [0x0046, 'ScrollLock'],
  [0x0e45, 'Pause'],
  [0x0e52, 'Insert'],
  [0x0e53, 'Delete'],
  [0x0e47, 'Home'],
  [0x0e4f, 'End'],
  [0x0e49, 'PageUp'],
  [0x0e51, 'PageDown'],
  [0xe048, 'ArrowUp'],
  [0xe04b, 'ArrowLeft'],
  [0xe04d, 'ArrowRight'],
  [0xe050, 'ArrowDown'],
  // Numpad, with NumLock on and off.
  [0x0045, 'NumLock'],
  [0x0e35, 'NumpadDivide'],
  [0x0037, 'NumpadMultiply'],
  [0x004a, 'NumpadSubtract'],
  [0x004e, 'NumpadAdd'],
  [0x0e1c, 'NumpadEnter'],
  [0x0e0d, 'NumpadEqual'],
  [0x007e, 'NumpadComma'],
  [0xe04c, 'Numpad5'],
  ...numpad(0x0000),
  ...numpad(0xee00),
  // Japanese keyboards.
  [0x0070, 'KanaMode'],
  [0x0073, 'IntlRo'],
  [0x0079, 'Convert'],
  [0x007b, 'NonConvert'],
  [0x007d, 'IntlYen'],
  // Media and browser keys: often free, so people bind them.
  [0xe022, 'MediaPlayPause'],
  [0xe024, 'MediaStop'],
  [0xe010, 'MediaTrackPrevious'],
  [0xe019, 'MediaTrackNext'],
  [0xe020, 'AudioVolumeMute'],
  [0xe030, 'AudioVolumeUp'],
  [0xe02e, 'AudioVolumeDown'],
  [0xe065, 'BrowserSearch'],
  [0xe032, 'BrowserHome'],
  [0xe06a, 'BrowserBack'],
  [0xe069, 'BrowserForward'],
]);

/** libuiohook numbers the mouse buttons left 1, right 2, middle 3, then the two at the side; X11's order is another. */
const buttons = { 3: 'middle', 4: 'back', 5: 'forward' } as const;

/** The control behind a libuiohook key code, or null for a key that cannot be bound. */
export function controlOfKey(keycode: number): Binding | null {
  const code = keys.get(keycode);
  return code === undefined ? null : { kind: 'key', code };
}

/** The control behind a libuiohook mouse button, or null for those that cannot be bound: left and right stay the mouse's. */
export function controlOfButton(button: unknown): Binding | null {
  return button === 3 || button === 4 || button === 5 ? { kind: 'mouse', button: buttons[button] } : null;
}

/**
 * The key that the hook calls so, for X11: the codes of Linux's input events plus 8 (xkeyboard-config's `evdev` rules, which
 * every server of today uses). In the main block these are the scan codes; null for a key that the hook does not hear
 * under X11. Both are shown by a test that presses every one.
 */
export function x11KeyCode(code: string): number | null {
  const beyond = evdevCodes.get(code);
  if (beyond !== undefined) return beyond + 8;
  const scanCode = scanCodes.get(code);
  return scanCode === undefined ? null : scanCode + 8;
}

/**
 * The bit of a button in the state that QueryPointer tells (X Window System Protocol, "SETofKEYBUTMASK"): that has buttons 1
 * to 5, of which two are the wheel; null for those at the side.
 */
export const x11ButtonBit = (button: 'middle' | 'back' | 'forward'): number | null =>
  button === 'middle' ? 0x200 : null;

/** Scan codes below 0x59 are Linux's key codes as well, down to the names (`input-event-codes.h`). */
const scanCodes: ReadonlyMap<string, number> = new Map(
  [...keys].flatMap(([keycode, code]) => (keycode < 0x59 ? [[code, keycode] as const] : [])),
);

/** `input-event-codes.h`, for keys whose scan code is an extended one. */
const evdevCodes: ReadonlyMap<string, number> = new Map([
  ['ControlRight', 97],
  ['AltRight', 100],
  ['MetaLeft', 125],
  ['MetaRight', 126],
  ['ContextMenu', 127],
  ['NumpadEnter', 96],
  ['NumpadDivide', 98],
  ['Home', 102],
  ['ArrowUp', 103],
  ['PageUp', 104],
  ['ArrowLeft', 105],
  ['ArrowRight', 106],
  ['End', 107],
  ['ArrowDown', 108],
  ['PageDown', 109],
  ['Insert', 110],
  ['Delete', 111],
  ['Pause', 119],
  ['PrintScreen', 99],
  ['NumpadEqual', 117],
  ['IntlYen', 124],
  ['Convert', 92],
  ['AudioVolumeMute', 113],
  ['AudioVolumeDown', 114],
  ['AudioVolumeUp', 115],
  ['BrowserSearch', 217],
  // libuiohook calls other keys so than `input-event-codes.h` does: what counts is which one it hears.
  ['IntlBackslash', 218],
  ['KanaMode', 90],
  ['NonConvert', 91],
  ['NumpadComma', 95],
  ['MediaPlayPause', 159],
  ['BrowserHome', 178],
  ...Array.from({ length: 12 }, (_, i) => [`F${13 + i}`, 183 + i] as const),
]);

/** Every `KeyboardEvent.code` that the hook can report. */
export const hookableCodes: readonly string[] = [...new Set(keys.values())];

function row(from: number, names: readonly string[], prefix: string): [number, string][] {
  return names.map((name, i) => [from + i, `${prefix}${name}`]);
}

function numpad(flag: number): [number, string][] {
  return [
    ...row(0x0047, ['7', '8', '9'], 'Numpad'),
    ...row(0x004b, ['4', '5', '6'], 'Numpad'),
    ...row(0x004f, ['1', '2', '3', '0'], 'Numpad'),
    [0x0053, 'NumpadDecimal'] as [number, string],
  ].map(([code, name]) => [code | flag, name]);
}
