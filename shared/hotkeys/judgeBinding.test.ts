import { describe, expect, it } from 'vitest';
import type { Binding } from './binding.ts';
import { hearsEveryKey, judgeBinding } from './judgeBinding.ts';

const key = (code: string, modifiers?: ('Control' | 'Shift')[]): Binding =>
  modifiers === undefined ? { kind: 'key', code } : { kind: 'key', code, modifiers };

const place = { platform: 'linux', others: [], added: true, otherKeyReleases: false, heardBy: 'hook' } as const;

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

  it.each([
    // Electron's globalShortcut takes these from every program.
    [key('KeyM'), 'refusal', 'writes'],
    [key('KeyM', ['Shift']), 'refusal', 'writes'],
    [key('Space'), 'refusal', 'writes'],
    [key('KeyM', ['Control']), 'warning', 'takes'],
    [key('Numpad0'), 'warning', 'takes'],
    [key('Home'), 'warning', 'takes'],
    [key('F9'), 'fine', undefined],
    // These have no accelerator: the hook hears them and takes nothing away.
    [key('NumpadEnter'), 'warning', 'types'],
    [key('ControlLeft'), 'fine', undefined],
    [{ kind: 'mouse', button: 'back' } as const, 'fine', undefined],
  ])('of an action that needs only the press, %o: %s %s', (binding, kind, why) => {
    const verdict = why === undefined ? { kind } : { kind, why };
    expect(judgeBinding(binding, { ...place, heardBy: 'shortcutOrHook' })).toEqual(verdict);
  });

  it('says of one that is stored already that it is taken away, or that nothing hears it', () => {
    const stored = { ...place, added: false, heardBy: 'shortcut' } as const;
    expect(judgeBinding(key('KeyM'), stored)).toEqual({ kind: 'warning', why: 'takes' });
    for (const binding of [key('ControlLeft'), { kind: 'mouse', button: 'back' } as const]) {
      expect(judgeBinding(binding, stored)).toEqual({ kind: 'warning', why: 'unheard' });
    }
  });
});

it('every key is heard by a hook that runs or will, not by a desktop that gives the talk key, nor by the window', () => {
  const capabilities = { pressRelease: true, mouse: true, loneModifier: true, physicalState: true };
  const live = { kind: 'live', lastEdge: null, trigger: '', commands: true } as const;
  expect(hearsEveryKey({ kind: 'off', forecast: 'everywhere' })).toBe(true);
  expect(hearsEveryKey({ ...live, source: 'uiohook', capabilities: { ...capabilities, systemOwned: false } })).toBe(
    true,
  );
  expect(hearsEveryKey({ ...live, source: 'portal', capabilities: { ...capabilities, systemOwned: true } })).toBe(
    false,
  );
  expect(hearsEveryKey({ kind: 'degraded', source: 'window', cause: 'crashed', commands: true })).toBe(false);
  for (const forecast of ['desktop', 'talkKey', 'noDisplay'] as const) {
    expect(hearsEveryKey({ kind: 'off', forecast })).toBe(false);
  }
});
