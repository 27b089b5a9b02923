import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialPushToTalk,
  nextDeadline,
  nextPushToTalk,
  transmits,
  type PushToTalkEvent,
  type PushToTalkRules,
  type PushToTalkState,
} from './pushToTalk.ts';

const rules: PushToTalkRules = { mode: 'hold', releaseDelay: 200, maximumHold: 10_000, leaseTimeout: 250 };

const run = (events: readonly PushToTalkEvent[], by: PushToTalkRules = rules): PushToTalkState =>
  events.reduce((state, event) => nextPushToTalk(state, event, by), initialPushToTalk);
const down = (binding: string, t: number): PushToTalkEvent => ({ kind: 'down', binding, t });
const renew = (binding: string, t: number): PushToTalkEvent => ({ kind: 'renew', binding, t });
const up = (binding: string, t: number): PushToTalkEvent => ({ kind: 'up', binding, t });
const tick = (t: number): PushToTalkEvent => ({ kind: 'tick', t });
const held = (binding: string, from: number, to: number): PushToTalkEvent[] => [
  down(binding, from),
  ...Array.from({ length: Math.floor((to - from) / 50) }, (_, i) => renew(binding, from + 50 * (i + 1))),
];

describe('push-to-talk in hold mode', () => {
  it('is off before anything was pressed', () => {
    expect(initialPushToTalk.talk).toEqual({ kind: 'off', reason: 'notHeld' });
    expect(nextDeadline(initialPushToTalk)).toBeNull();
  });

  it('is on from the press until the release delay after the release', () => {
    expect(transmits(run([down('a', 0)]))).toBe(true);
    const released = [down('a', 0), up('a', 100)];
    expect(transmits(run([...released, tick(299)]))).toBe(true);
    expect(run([...released, tick(300)]).talk).toEqual({ kind: 'off', reason: 'released' });
    expect(nextDeadline(run(released))).toBe(300);
  });

  it('stops at once without a release delay', () => {
    expect(run([down('a', 0), up('a', 100)], { ...rules, releaseDelay: 0 }).talk).toEqual({
      kind: 'off',
      reason: 'released',
    });
  });

  it('goes on when pressed again within the release delay', () => {
    expect(transmits(run([down('a', 0), up('a', 100), down('a', 150), tick(390)]))).toBe(true);
  });

  it('stays on when one of two held bindings is released', () => {
    const state = run([down('a', 0), down('b', 50), up('a', 100), renew('b', 250), tick(400)]);
    expect(state.talk.kind).toBe('on');
    expect([...state.held.keys()]).toEqual(['b']);
  });

  it('shuts at once, without a release delay, when the lease runs out', () => {
    expect(run([down('a', 0), renew('a', 100), tick(350)]).talk).toEqual({ kind: 'off', reason: 'leaseExpired' });
    expect(transmits(run([down('a', 0), renew('a', 100), tick(349)]))).toBe(true);
  });

  it('is not opened again by renewals that come after the lease ran out', () => {
    expect(transmits(run([down('a', 0), renew('a', 300), renew('a', 350)]))).toBe(false);
  });

  it('ends at the maximum hold and needs a new press, not a repeat', () => {
    const limit = [...held('a', 0, 10_000), tick(10_000)];
    expect(run(limit).talk).toEqual({ kind: 'off', reason: 'maximumHold' });
    expect(transmits(run([...limit, down('a', 10_010), renew('a', 10_050)]))).toBe(false);
    expect(transmits(run([...limit, up('a', 10_010), down('a', 10_020)]))).toBe(true);
  });

  it('gives the reason of the deadline that came first when the tick is late', () => {
    expect(run([down('a', 0), tick(60_000)]).talk).toEqual({ kind: 'off', reason: 'leaseExpired' });
  });

  it('keeps the earlier reason when a reset has nothing to let go of', () => {
    expect(run([{ kind: 'reset', reason: 'sourceLost', t: 5 }]).talk).toEqual({ kind: 'off', reason: 'notHeld' });
  });
});

const bindings = fc.constantFrom('a', 'b', 'c');
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('down' as const, 'renew' as const, 'up' as const), binding: bindings }),
  fc.record({ kind: fc.constant('tick' as const) }),
  fc.record({
    kind: fc.constant('reset' as const),
    reason: fc.constantFrom('sourceLost' as const, 'rebound' as const, 'lockScreen' as const),
  }),
);
/** Mostly small steps, so that leases live; sometimes back in time, sometimes far ahead. */
const gap = fc.oneof({ weight: 8, arbitrary: fc.nat(120) }, fc.integer({ min: -500, max: 3000 }));
const sequence = fc.array(fc.tuple(step, gap), { maxLength: 80 }).map((steps) => {
  let t = 0;
  return steps.map(([event, after]): PushToTalkEvent => ({ ...event, t: (t += after) }));
});
const anyRules: fc.Arbitrary<PushToTalkRules> = fc.record({
  mode: fc.constant('hold' as const),
  releaseDelay: fc.nat(2000),
  maximumHold: fc.integer({ min: 300, max: 3000 }),
  leaseTimeout: fc.constant(250),
});

/** Runs the events beside a much simpler account of what was pressed when. */
function observe(events: readonly PushToTalkEvent[], by: PushToTalkRules, check: (seen: Seen) => void): void {
  let state = initialPushToTalk;
  const seen = {
    lastPress: Number.NEGATIVE_INFINITY,
    lastLife: Number.NEGATIVE_INFINITY,
    lastUp: Number.NEGATIVE_INFINITY,
  };
  for (const event of events) {
    const before = nextPushToTalk(state, tick(event.t), by);
    const now = before.now;
    if (event.kind === 'down' && !before.held.has(event.binding)) seen.lastPress = seen.lastLife = now;
    if (event.kind === 'renew') seen.lastLife = now;
    if (event.kind === 'up') seen.lastUp = now;
    const after = nextPushToTalk(state, event, by);
    check({ ...seen, before, after, event });
    state = after;
  }
}
interface Seen {
  lastPress: number;
  lastLife: number;
  lastUp: number;
  before: PushToTalkState;
  after: PushToTalkState;
  event: PushToTalkEvent;
}

describe('for every sequence of events', () => {
  it('is off within the maximum hold of the last real press', () => {
    fc.assert(
      fc.property(sequence, anyRules, (events, by) => {
        observe(events, by, ({ lastPress, after }) => {
          const late = nextPushToTalk(after, tick(lastPress + by.maximumHold), by);
          expect(transmits(late)).toBe(false);
        });
      }),
    );
  });

  it('is off within the lease after the last renewal or press, or within the release delay of a release', () => {
    fc.assert(
      fc.property(sequence, anyRules, (events, by) => {
        observe(events, by, ({ lastLife, lastUp, after }) => {
          const end = Math.max(lastLife + by.leaseTimeout, lastUp + by.releaseDelay);
          expect(transmits(nextPushToTalk(after, tick(end), by))).toBe(false);
          if (after.talk.kind === 'on') expect(after.now - lastLife).toBeLessThan(by.leaseTimeout);
        });
      }),
    );
  });

  it('is off right after a reset, and only a press turns it on', () => {
    fc.assert(
      fc.property(sequence, anyRules, (events, by) => {
        observe(events, by, ({ before, after, event }) => {
          if (event.kind === 'reset') expect(transmits(after)).toBe(false);
          if (!transmits(before) && transmits(after)) expect(event.kind).toBe('down');
        });
      }),
    );
  });

  it('stays on while another binding is held when one is released', () => {
    fc.assert(
      fc.property(sequence, anyRules, (events, by) => {
        observe(events, by, ({ before, after, event }) => {
          if (event.kind !== 'up' || before.talk.kind !== 'on') return;
          const others = [...before.held.keys()].some((binding) => binding !== event.binding);
          if (others) expect(after.talk).toEqual(before.talk);
        });
      }),
    );
  });

  it('needs a tick exactly at the deadline and never before it', () => {
    fc.assert(
      fc.property(sequence, anyRules, (events, by) => {
        observe(events, by, ({ after }) => {
          const due = nextDeadline(after);
          if (due === null) return expect(transmits(after)).toBe(false);
          expect(due).toBeGreaterThan(after.now);
          const before = nextPushToTalk(after, tick(due - 0.5), by);
          expect([before.held, before.talk]).toEqual([after.held, after.talk]);
          const at = nextPushToTalk(after, tick(due), by);
          expect(at.talk !== after.talk || at.held.size < after.held.size).toBe(true);
        });
      }),
    );
  });
});
