import { defaultSettings } from '@parley/shared/settings/settings';
import { describe, expect, it } from 'vitest';
import { createShortcuts, decideShortcuts, repeatGap, type ShortcutAction } from './shortcuts.ts';

const f9 = { kind: 'key', code: 'F9' } as const;
const f10 = { kind: 'key', code: 'F10' } as const;
const back = { kind: 'mouse', button: 'back' } as const;
const settings = {
  ...defaultSettings,
  actionBindings: { ...defaultSettings.actionBindings, mute: [f9, back], joinFavourite: [f10] },
};

/** A double of Electron's registry; `F12` belongs to another program. */
function setUp() {
  const held = new Map<string, () => void>();
  const acted: ShortcutAction[] = [];
  let now = 0;
  const shortcuts = createShortcuts({
    registry: {
      register(accelerator, callback) {
        if (accelerator === 'F12' || held.has(accelerator)) return false;
        held.set(accelerator, callback);
        return true;
      },
      unregister: (accelerator) => void held.delete(accelerator),
    },
    onAction: (action) => acted.push(action),
    now: () => now,
  });
  const press = (accelerator: string, after: number): void => {
    now += after;
    held.get(accelerator)?.();
  };
  return { held, acted, shortcuts, press };
}

describe('decideShortcuts', () => {
  it('takes keys from other programs only while they can do something', () => {
    expect(decideShortcuts({ call: 'idle', settings, degraded: false })).toEqual({ joinFavourite: [f10] });
    expect(decideShortcuts({ call: 'connected', settings, degraded: false })).toEqual({
      mute: [f9, back],
      joinFavourite: [f10],
    });
  });

  it('lets the talk key toggle where nothing hears its release, and only in toggle mode', () => {
    const inputs = { call: 'connected', degraded: true } as const;
    expect(decideShortcuts({ ...inputs, settings }).talk).toBeUndefined();
    const toggling = { ...settings, talkMode: 'toggle' } as const;
    expect(decideShortcuts({ ...inputs, settings: toggling }).talk).toEqual(settings.talkBindings);
    expect(decideShortcuts({ ...inputs, degraded: false, settings: toggling }).talk).toBeUndefined();
  });
});

describe('createShortcuts', () => {
  it('registers what has an accelerator, acts on it, and leaves the rest to the hook', () => {
    const { shortcuts, held, acted } = setUp();
    shortcuts.show({ mute: [f9, back], leave: [{ kind: 'key', code: 'F12' }] });
    expect([...held.keys()]).toEqual(['F9']);
    expect(shortcuts.rest()).toEqual({ mute: [back], leave: [{ kind: 'key', code: 'F12' }] });
    held.get('F9')?.();
    expect(acted).toEqual(['mute']);
  });

  it.each([
    ['Windows, the slowest', 500, 400],
    ['Windows, the fastest', 250, 33],
    ['Xorg', 660, 40],
  ])('acts once while the key is held and repeats: %s', (_, delay, every) => {
    const { shortcuts, acted, press } = setUp();
    shortcuts.show({ mute: [f9], leave: [f10] });
    press('F9', 0);
    press('F9', delay);
    for (let repeat = 0; repeat < 20; repeat += 1) press('F9', every);
    // Another key is another press.
    press('F10', 0);
    expect(acted).toEqual(['mute', 'leave']);
    // Nor does it act when other keys are registered meanwhile.
    shortcuts.show({ mute: [f9] });
    press('F9', every);
    expect(acted).toEqual(['mute', 'leave']);
  });

  it('acts again when the person presses again', () => {
    const { shortcuts, acted, press } = setUp();
    shortcuts.show({ mute: [f9] });
    for (let count = 0; count < 3; count += 1) press('F9', repeatGap);
    expect(acted).toEqual(['mute', 'mute', 'mute']);
  });

  it('gives back what is no longer wanted, and everything at the end', () => {
    const { shortcuts, held } = setUp();
    shortcuts.show({ mute: [f9], leave: [f10] });
    shortcuts.show({ leave: [f10] });
    expect([...held.keys()]).toEqual(['F10']);
    void shortcuts.dispose();
    expect(held.size).toBe(0);
  });
});
