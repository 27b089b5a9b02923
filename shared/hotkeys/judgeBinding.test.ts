import { describe, expect, it } from 'vitest';
import type { Binding } from './binding.ts';
import { judgeBinding } from './judgeBinding.ts';

const key = (code: string, modifiers?: ('Control' | 'Shift')[]): Binding =>
  modifiers === undefined ? { kind: 'key', code } : { kind: 'key', code, modifiers };

describe('judgeBinding', () => {
  it.each([
    [key('F13'), 'fine', undefined],
    [key('ControlRight'), 'fine', undefined],
    [key('Pause'), 'fine', undefined],
    [{ kind: 'mouse', button: 'back' } as const, 'fine', undefined],
    [key('KeyV'), 'warning', 'types'],
    [key('Space'), 'warning', 'types'],
    [key('Numpad0'), 'warning', 'types'],
    [key('KeyV', ['Shift']), 'warning', 'types'],
    [key('Space', ['Control']), 'warning', 'acts'],
    [key('ScrollLock'), 'warning', 'lock'],
  ])('%o: %s %s', (binding, kind, why) => {
    expect(judgeBinding(binding, { platform: 'linux', taken: false })).toEqual(
      why === undefined ? { kind } : { kind, why },
    );
  });

  it('refuses what does something else already, and Caps Lock where it is a state and no key', () => {
    expect(judgeBinding(key('F13'), { platform: 'linux', taken: true })).toEqual({ kind: 'refusal', why: 'taken' });
    expect(judgeBinding(key('CapsLock'), { platform: 'macos', taken: false })).toEqual({
      kind: 'refusal',
      why: 'lock',
    });
  });
});
