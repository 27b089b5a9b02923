import { describe, expect, it } from 'vitest';
import { acceleratorOf, portalTriggerOf } from './accelerator.ts';
import type { Binding } from './binding.ts';

const key = (code: string, ...modifiers: ('Control' | 'Shift' | 'Alt' | 'Meta')[]): Binding =>
  modifiers.length === 0 ? { kind: 'key', code } : { kind: 'key', code, modifiers };

describe('acceleratorOf', () => {
  it.each([
    [key('F13'), 'F13'],
    [key('KeyM', 'Shift', 'Control'), 'Control+Shift+M'],
    [key('Digit1', 'Alt'), 'Alt+1'],
    [key('Numpad4'), 'num4'],
    [key('ArrowUp', 'Meta'), 'Meta+Up'],
    [key('MediaPlayPause'), 'MediaPlayPause'],
    [key('ControlRight'), null],
    [key('Pause'), null],
    [{ kind: 'mouse', button: 'back' } as const, null],
  ])('%o is %s', (binding, accelerator) => {
    expect(acceleratorOf(binding)).toBe(accelerator);
  });
});

describe('portalTriggerOf', () => {
  it.each([
    [key('F13'), 'F13'],
    [key('KeyT', 'Control', 'Alt'), 'CTRL+ALT+t'],
    [key('ControlRight'), 'Control_R'],
    [key('ScrollLock'), null],
    [{ kind: 'mouse', button: 'back' } as const, null],
  ])('%o is %s', (binding, trigger) => {
    expect(portalTriggerOf(binding)).toBe(trigger);
  });
});
