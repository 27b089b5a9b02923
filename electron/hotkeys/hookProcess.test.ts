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

async function holding(
  /** What the system answers, one after the other; the last for ever. */
  answers: readonly (boolean | null)[],
) {
  let tell: ((event: ControlEvent) => void) | null = null;
  let asked = 0;
  const source: Source = {
    name: 'uiohook',
    capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false, physicalState: true },
    async start(listener) {
      tell = listener;
      return ok('');
    },
    isDown: async () => answers[Math.min(asked++, answers.length - 1)] ?? null,
    stop: () => undefined,
  };
  const edges: HotkeyEdge[] = [];
  const reports: HookReport[] = [];
  const hook = createHookProcess({
    source,
    commands: null,
    report: (report) => reports.push(report),
    exit: () => undefined,
    now: () => performance.now(),
  });
  await hook.start();
  hook.handle({ kind: 'port' }, { postMessage: (edge) => edges.push(edge), close: () => undefined });
  hook.handle({ kind: 'bind', bindings: { talk: [key] }, longestHold: 120_000 });
  const send = (event: ControlEvent): void => {
    if (tell === null) throw new Error('nobody listens');
    tell(event);
  };
  send({ kind: 'press', control: key, modifiers: [] });
  return {
    edges,
    asked: () => asked,
    ups: () => edges.filter(({ kind }) => kind === 'up').length,
    release: () => send({ kind: 'release', control: key }),
    press: () => send({ kind: 'press', control: key, modifiers: [] }),
    end: () => hook.handle({ kind: 'stop' }),
  };
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
