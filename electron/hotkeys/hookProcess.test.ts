import type { Control } from '@parley/shared/hotkeys/binding';
import type { HookReport, HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { ok } from '@parley/shared/result';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHookProcess } from './hookProcess.ts';
import type { ControlEvent, Source } from './sources/source.ts';

// A double of the source: what the system says about the key is the test's to decide.
const key: Control = { kind: 'key', code: 'F13' };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Key {
  /** What the system answers: whether it is down, or null: it cannot tell. */
  state: boolean | null;
}

/** A running hook process with one bound key. `canTell`: the system can be asked about it. */
async function started(f13: Key, canTell = true) {
  let tell: ((event: ControlEvent) => void) | null = null;
  let asked = 0;
  /** How long the process stood still, ms: its timers did not run, the clock did. */
  let stood = 0;
  const source: Source = {
    name: 'uiohook',
    capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false, physicalState: canTell },
    async start(listener) {
      tell = listener;
      return ok('');
    },
    isDown: async () => {
      asked += 1;
      return f13.state;
    },
    canTell: () => canTell,
    stop: () => undefined,
  };
  const edges: HotkeyEdge[] = [];
  const reports: HookReport[] = [];
  const hook = createHookProcess({
    source,
    commands: null,
    report: (report) => reports.push(report),
    exit: () => undefined,
    now: () => performance.now() + stood,
  });
  await hook.start();
  hook.handle({ kind: 'port' }, { postMessage: (edge) => edges.push(edge), close: () => undefined });
  hook.handle({ kind: 'bind', bindings: { talk: [key] }, longestHold: 120_000 });
  await vi.advanceTimersByTimeAsync(0);
  const send = (event: ControlEvent): void => {
    if (tell === null) throw new Error('nobody listens');
    tell(event);
  };
  return {
    edges,
    asked: () => asked,
    count: (kind: HotkeyEdge['kind']) => edges.filter((edge) => edge.kind === kind).length,
    release: () => send({ kind: 'release', control: key }),
    press: (age?: number) =>
      send({ kind: 'press', control: key, modifiers: [], ...(age === undefined ? {} : { age }) }),
    standStill: (ms: number) => (stood += ms),
    handle: hook.handle,
    end: () => hook.handle({ kind: 'stop' }),
  };
}

async function holding(
  /** What the system answers, one after the other; the last for ever. */
  answers: readonly (boolean | null)[],
) {
  let next = 0;
  const f13: Key = { state: false };
  const hook = await started(f13);
  const before = hook.asked();
  Object.defineProperty(f13, 'state', { get: () => answers[Math.min(next++, answers.length - 1)] ?? null });
  hook.press();
  return { ...hook, asked: () => hook.asked() - before, ups: () => hook.count('up') };
}

describe('a held key whose release is never told', () => {
  it('is let go when the system says twice in a row that it is up, and no longer renewed', async () => {
    const { edges, ups, end } = await holding([true, false]);
    await vi.advanceTimersByTimeAsync(250);
    expect(ups()).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(ups()).toBe(1);
    const told = edges.length;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(edges).toHaveLength(told);
    end();
  });

  it.each([
    ['says once that it is up', [false, true, false, true]],
    ['says that it is down', [true]],
    ['cannot tell', [null]],
    ['cannot tell in between', [false, null, false, null, true]],
  ])('stays held while the system %s', async (_, answers) => {
    const { edges, ups, end } = await holding(answers);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ups()).toBe(0);
    expect(edges.at(-1)?.kind).toBe('renew');
    end();
  });

  it('is asked about only while it is held, and a doubt does not outlive the hold', async () => {
    const { asked, ups, release, press, end } = await holding([false, false, true]);
    await vi.advanceTimersByTimeAsync(150);
    release();
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked()).toBe(1);
    press();
    // The second "up" is the first of this hold.
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked()).toBeGreaterThan(2);
    expect(ups()).toBe(1);
    end();
  });
});

describe('a key that is down when the hook starts', () => {
  it('opens nothing, however late and often it repeats, until it was let go', async () => {
    const f13: Key = { state: true };
    const { press, release, count, end } = await started(f13);
    for (const pause of [10, 30, 2_000, 30, 60_000]) {
      await vi.advanceTimersByTimeAsync(pause);
      press();
    }
    expect(count('down')).toBe(0);
    f13.state = false;
    release();
    f13.state = true;
    press();
    expect(count('down')).toBe(1);
    end();
  });

  it('counts again when the system says that it is up, though nobody told its release', async () => {
    const f13: Key = { state: true };
    const { press, count, asked, end } = await started(f13);
    await vi.advanceTimersByTimeAsync(1_000);
    f13.state = false;
    await vi.advanceTimersByTimeAsync(200);
    const before = asked();
    await vi.advanceTimersByTimeAsync(1_000);
    // What is up is not asked about.
    expect(asked()).toBe(before);
    press();
    expect(count('down')).toBe(1);
    end();
  });

  it('is not in doubt for longer than the system takes to say that it is up', async () => {
    const { press, count, end } = await started({ state: false });
    press();
    expect(count('down')).toBe(1);
    end();
  });

  it('that is bound while it is down opens nothing either', async () => {
    const f13: Key = { state: false };
    const { handle, press, count, end } = await started(f13);
    handle({ kind: 'bind', bindings: {}, longestHold: 120_000 });
    f13.state = true;
    handle({ kind: 'bind', bindings: { talk: [key] }, longestHold: 120_000 });
    await vi.advanceTimersByTimeAsync(600);
    press();
    expect(count('down')).toBe(0);
    end();
  });

  it('opens nothing where the system cannot be asked, until a release or a pause without a repeat', async () => {
    const repeating = await started({ state: null }, false);
    for (const pause of [500, 30, 1_400, 30]) {
      await vi.advanceTimersByTimeAsync(pause);
      repeating.press();
    }
    expect([repeating.count('down'), repeating.asked()]).toEqual([0, 0]);
    repeating.release();
    repeating.press();
    expect(repeating.count('down')).toBe(1);
    repeating.end();

    const silent = await started({ state: null }, false);
    await vi.advanceTimersByTimeAsync(2_000);
    silent.press();
    expect(silent.count('down')).toBe(1);
    silent.end();
  });
});

describe('the repeat of a held key', () => {
  it('is no press, however long its delay, where the system says that the key is down', async () => {
    const f13: Key = { state: false };
    const { press, edges, end } = await started(f13);
    f13.state = true;
    for (const pause of [0, 30_000, 4_000]) {
      await vi.advanceTimersByTimeAsync(pause);
      press();
    }
    expect(edges.filter(({ kind }) => kind !== 'renew').map(({ kind }) => kind)).toEqual(['down']);
    end();
  });

  it('is no press where nobody can be asked, for delays of up to five seconds', async () => {
    const { press, release, edges, end } = await started({ state: null }, false);
    release();
    for (const pause of [0, 4_900, 40, 40]) {
      await vi.advanceTimersByTimeAsync(pause);
      press();
    }
    expect(edges.filter(({ kind }) => kind !== 'renew').map(({ kind }) => kind)).toEqual(['down']);
    end();
  });
});

describe('after the process stood still', () => {
  it('a whole tap that waited opens nothing', async () => {
    const { press, release, count, standStill, end } = await started({ state: false });
    await vi.advanceTimersByTimeAsync(1_000);
    standStill(2_300);
    press();
    press();
    release();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count('down')).toBe(0);
    press();
    expect(count('down')).toBe(1);
    end();
  });

  it.each([
    [true, 1],
    [false, 0],
    [null, 1],
  ])(
    'a press whose release does not wait behind it, of a key that the system says is down: %s',
    async (state, downs) => {
      const f13: Key = { state: false };
      const { press, count, standStill, end } = await started(f13);
      await vi.advanceTimersByTimeAsync(1_000);
      standStill(2_300);
      f13.state = state;
      press();
      expect(count('down')).toBe(0);
      await vi.advanceTimersByTimeAsync(150);
      expect(count('down')).toBe(downs);
      end();
    },
  );

  it('a press that happened just now counts at once, by its own time', async () => {
    const { press, count, standStill, end } = await started({ state: false });
    await vi.advanceTimersByTimeAsync(1_000);
    standStill(2_300);
    press(20);
    expect(count('down')).toBe(1);
    end();
  });

  it('and a tap that is late by its own time opens nothing, though the process never stood still', async () => {
    const { press, release, count, end } = await started({ state: false });
    await vi.advanceTimersByTimeAsync(1_000);
    press(600);
    release();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(count('down')).toBe(0);
    end();
  });
});
