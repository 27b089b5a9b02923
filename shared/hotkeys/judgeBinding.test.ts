import { describe, expect, it } from 'vitest';
import type { Binding } from './binding.ts';
import { judgeBinding } from './judgeBinding.ts';

const key = (code: string, modifiers?: ('Control' | 'Shift')[]): Binding =>
  modifiers === undefined ? { kind: 'key', code } : { kind: 'key', code, modifiers };

const place = { platform: 'linux', others: [], added: true, otherKeyReleases: false } as const;

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
    expect(judgeBinding(binding, { ...place, platform: 'linux' })).toEqual(
      why === undefined ? { kind } : { kind, why },
    );
  });

  it('refuses what does something else already, and Caps Lock where it is a state and no key', () => {
    expect(judgeBinding(key('F13'), { ...place, others: [key('F13')] })).toEqual({ kind: 'refusal', why: 'taken' });
    expect(judgeBinding(key('CapsLock'), { ...place, platform: 'macos' })).toEqual({
      kind: 'refusal',
      why: 'lock',
    });
  });

  it.each([
    [key('F8', ['Control']), key('F8')],
    [key('F8'), key('F8', ['Control'])],
    [key('F8', ['Control', 'Shift']), key('F8', ['Shift'])],
  ])('warns of %o beside %o: a press of one is a press of both', (binding, other) => {
    const verdict = { kind: 'warning', why: 'overlaps', other };
    expect(judgeBinding(binding, { ...place, others: [other] })).toEqual(verdict);
    expect(judgeBinding(binding, { ...place, others: [binding, other], added: false })).toEqual(verdict);
  });

  it('does not warn of itself, of other keys, and of combinations that exclude each other', () => {
    for (const other of [key('F8', ['Control']), key('F9', ['Shift']), { kind: 'mouse', button: 'back' } as const]) {
      expect(judgeBinding(key('F8', ['Shift']), { ...place, others: [other] })).toEqual({ kind: 'fine' });
    }
    expect(judgeBinding(key('F8'), { ...place, others: [key('F8')], added: false })).toEqual({ kind: 'fine' });
  });

  it('warns of what is held where any other key ends the hold', () => {
    const kde = { ...place, otherKeyReleases: true };
    for (const code of ['KeyV', 'ControlRight', 'F9']) {
      expect(judgeBinding(key(code), kde)).toEqual({ kind: 'warning', why: 'otherKey' });
    }
    for (const code of ['F13', 'F24']) expect(judgeBinding(key(code), kde)).toEqual({ kind: 'fine' });
  });
});
