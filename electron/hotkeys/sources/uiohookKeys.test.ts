import { bindingSchema } from '@parley/shared/hotkeys/binding';
import { UiohookKey } from 'uiohook-napi';
import { describe, expect, it } from 'vitest';
import { controlOfButton, controlOfKey, hookableCodes } from './uiohookKeys.ts';

/** The library's own names, where they differ from `KeyboardEvent.code`. */
const renamed: Readonly<Record<string, string>> = {
  Ctrl: 'ControlLeft',
  CtrlRight: 'ControlRight',
  Alt: 'AltLeft',
  AltRight: 'AltRight',
  Shift: 'ShiftLeft',
  Meta: 'MetaLeft',
  NumpadEnd: 'Numpad1',
  NumpadArrowDown: 'Numpad2',
  NumpadPageDown: 'Numpad3',
  NumpadArrowLeft: 'Numpad4',
  NumpadArrowRight: 'Numpad6',
  NumpadHome: 'Numpad7',
  NumpadArrowUp: 'Numpad8',
  NumpadPageUp: 'Numpad9',
  NumpadInsert: 'Numpad0',
  NumpadDelete: 'NumpadDecimal',
};
const codeOf = (name: string): string =>
  renamed[name] ?? (/^[0-9]$/.test(name) ? `Digit${name}` : /^[A-Z]$/.test(name) ? `Key${name}` : name);

describe('the key table of libuiohook', () => {
  it.each(Object.entries(UiohookKey))('names %s (%i) as the browser does', (name, keycode) => {
    expect(controlOfKey(keycode)).toEqual({ kind: 'key', code: codeOf(name) });
  });

  it('names only controls that can be stored', () => {
    expect(hookableCodes.length).toBeGreaterThan(110);
    for (const code of hookableCodes) expect(bindingSchema.safeParse({ kind: 'key', code }).success).toBe(true);
  });

  it('leaves unknown keys and the main mouse buttons alone', () => {
    expect(controlOfKey(0)).toBeNull();
    expect([1, 2, 3, 4, 5, 6, 'left'].map(controlOfButton)).toEqual([
      null,
      null,
      { kind: 'mouse', button: 'middle' },
      { kind: 'mouse', button: 'back' },
      { kind: 'mouse', button: 'forward' },
      null,
      null,
    ]);
  });
});
