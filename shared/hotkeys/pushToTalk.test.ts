import { describe, expect, it } from 'vitest';
import {
  initialPushToTalk,
  nextDeadline,
  nextPushToTalk,
  transmits,
  warns,
  type PushToTalkEvent,
  type PushToTalkRules,
  type PushToTalkState,
} from './pushToTalk.ts';

const rules: PushToTalkRules = {
  mode: 'hold',
  releaseDelay: 200,
  maximumHold: 10_000,
  latchLimit: 60_000,
  leaseTimeout: 250,
};
const toggle: PushToTalkRules = { ...rules, mode: 'toggle' };
const latch: PushToTalkRules = { ...rules, mode: 'latch' };
const pushToMute: PushToTalkRules = { ...rules, mode: 'pushToMute' };

const run = (events: readonly PushToTalkEvent[], by: PushToTalkRules = rules): PushToTalkState =>
  events.reduce((state, event) => nextPushToTalk(state, event, by), initialPushToTalk);
const down = (binding: string, t: number): PushToTalkEvent => ({ kind: 'down', binding, t });
const renew = (binding: string, t: number): PushToTalkEvent => ({ kind: 'renew', binding, t });
const up = (binding: string, t: number): PushToTalkEvent => ({ kind: 'up', binding, t });
const tick = (t: number): PushToTalkEvent => ({ kind: 'tick', t });
const act = (t: number): PushToTalkEvent => ({ kind: 'act', t });
const held = (binding: string, from: number, to: number): PushToTalkEvent[] => [
  down(binding, from),
  ...Array.from({ length: Math.floor((to - from) / 50) }, (_, i) => renew(binding, from + 50 * (i + 1))),
];
const tap = (binding: string, t: number): PushToTalkEvent[] => [down(binding, t), up(binding, t + 80)];
const off = (reason: string) => ({ kind: 'off', reason });

describe('push-to-talk in hold mode', () => {
  it('is off before anything was pressed', () => {
    expect(initialPushToTalk.talk).toEqual(off('notHeld'));
    expect(nextDeadline(initialPushToTalk, rules)).toBeNull();
  });

  it('is on from the press until the release delay after the release', () => {
    expect(transmits(run([down('a', 0)]))).toBe(true);
    const released = [down('a', 0), up('a', 100)];
    expect(transmits(run([...released, tick(299)]))).toBe(true);
    expect(run([...released, tick(300)]).talk).toEqual(off('released'));
    expect(nextDeadline(run(released), rules)).toBe(300);
  });

  it('stops at once without a release delay', () => {
    expect(run([down('a', 0), up('a', 100)], { ...rules, releaseDelay: 0 }).talk).toEqual(off('released'));
  });

  it('goes on when pressed again within the release delay', () => {
    expect(transmits(run([down('a', 0), up('a', 100), down('a', 150), tick(390)]))).toBe(true);
  });

  it('latches nothing by presses of which one was not heard, and holds by each', () => {
    const unheard = (t: number): PushToTalkEvent => ({ kind: 'down', binding: 'a', unheard: true, t });
    for (const presses of [
      [unheard(0), up('a', 80), down('a', 200)],
      [down('a', 0), up('a', 80), unheard(200)],
    ]) {
      expect(transmits(run(presses, latch))).toBe(true);
      expect(run([...presses, up('a', 300), tick(5_000)], latch).talk).toEqual(off('released'));
    }
  });

  it('does not latch by the release of a second tap in which something ended what no key holds', () => {
    const until = [...tap('a', 0), down('a', 200), { kind: 'unlatch', reason: 'deviceLost', t: 250 }] as const;
    expect(transmits(run(until, latch))).toBe(true);
    expect(run([...until, up('a', 300), tick(5_000)], latch).talk).toEqual(off('released'));
  });

  it('stays on when one of two held bindings is released', () => {
    const state = run([down('a', 0), down('b', 50), up('a', 100), renew('b', 250), tick(400)]);
    expect(state.talk.kind).toBe('on');
    expect([...state.held.keys()]).toEqual(['b']);
  });

  it('shuts at once, without a release delay, when the lease runs out', () => {
    expect(run([down('a', 0), renew('a', 100), tick(350)]).talk).toEqual(off('leaseExpired'));
    expect(transmits(run([down('a', 0), renew('a', 100), tick(349)]))).toBe(true);
  });

  it('is not opened again by renewals that come after the lease ran out', () => {
    expect(transmits(run([down('a', 0), renew('a', 300), renew('a', 350)]))).toBe(false);
  });

  it('ends at the maximum hold and needs a new press, not a repeat', () => {
    const limit = [...held('a', 0, 10_000), tick(10_000)];
    expect(run(limit).talk).toEqual(off('maximumHold'));
    expect(transmits(run([...limit, down('a', 10_010), renew('a', 10_050)]))).toBe(false);
    expect(transmits(run([...limit, up('a', 10_010), down('a', 10_020)]))).toBe(true);
  });

  it.each([
    [10_000, 8_334],
    [120_000, 110_000],
  ])('warns before a maximum hold of %i ms, from %i ms on', (maximumHold, from) => {
    const by = { ...rules, maximumHold };
    const before = held('a', 0, from - 20);
    expect(warns(run([...before, tick(from - 10)], by))).toBe(false);
    expect(warns(run([...before, tick(from)], by))).toBe(true);
    expect(warns(run([...before, tick(from), up('a', from + 10)], by))).toBe(false);
  });

  it('gives the reason of the deadline that came first when the tick is late', () => {
    expect(run([down('a', 0), tick(60_000)]).talk).toEqual(off('leaseExpired'));
  });

  it('keeps the earlier reason when a reset has nothing to let go of', () => {
    expect(run([{ kind: 'reset', reason: 'sourceLost', t: 5 }]).talk).toEqual(off('notHeld'));
  });

  it('shuts when time runs backwards, and works from then on by the new time', () => {
    expect(run([down('a', 1_000), renew('a', 400)]).talk).toEqual(off('clockJumped'));
    expect(transmits(run([down('a', 1_000), down('b', 400)]))).toBe(true);
    expect(run([down('a', 1_000), down('b', 400), tick(650)]).talk).toEqual(off('leaseExpired'));
  });
});

describe('limits that are changed while it is on', () => {
  /** By `before` until they change, and by `after` from then on. */
  const changed = (
    events: readonly PushToTalkEvent[],
    before: PushToTalkRules,
    later: readonly PushToTalkEvent[],
    after: PushToTalkRules,
  ): PushToTalkState => later.reduce((state, event) => nextPushToTalk(state, event, after), run(events, before));

  it('are counted from the press', () => {
    const shorter = { ...toggle, latchLimit: 30_000 };
    expect(changed(tap('a', 0), toggle, [tick(29_999)], shorter).talk.kind).toBe('latched');
    expect(changed(tap('a', 0), toggle, [tick(30_000)], shorter).talk).toEqual(off('latchLimit'));
    // The shorter one has passed already.
    const late = [...tap('a', 0), tick(40_000)];
    expect(changed(late, toggle, [tick(40_001)], shorter).talk).toEqual(off('latchLimit'));
    expect(changed(held('a', 0, 5_000), rules, [tick(5_001)], { ...rules, maximumHold: 4_000 }).talk).toEqual(
      off('maximumHold'),
    );
    const tail = [down('a', 0), up('a', 100)];
    expect(transmits(changed(tail, rules, [tick(150)], { ...rules, releaseDelay: 50 }))).toBe(false);
  });

  it('are warned of once more when they are longer', () => {
    const longer = { ...toggle, latchLimit: 600_000 };
    const warned = [...tap('a', 0), tick(55_000)];
    expect(warns(run(warned, toggle))).toBe(true);
    expect(warns(changed(warned, toggle, [tick(60_000)], longer))).toBe(false);
    expect(warns(changed(warned, toggle, [tick(590_000)], longer))).toBe(true);
  });
});

describe('push-to-talk in toggle mode', () => {
  it('begins nothing by a press that is not heard, and is ended by one', () => {
    const unheard = (t: number): PushToTalkEvent => ({ kind: 'down', binding: 'a', unheard: true, t });
    expect(run([unheard(0), up('a', 80)], toggle).talk).toEqual(off('notHeld'));
    expect(run([...tap('a', 0), unheard(500)], toggle).talk).toEqual(off('released'));
    expect(transmits(run([unheard(0), up('a', 80), ...tap('a', 500)], toggle))).toBe(true);
  });

  it('ends with what no key holds, and says why', () => {
    const ended = run([...tap('a', 0), { kind: 'unlatch', reason: 'channelChanged', t: 500 }], toggle);
    expect(ended.talk).toEqual(off('channelChanged'));
  });

  it('is on from one press to the next, whatever is held', () => {
    expect(run([down('a', 0)], toggle).talk.kind).toBe('latched');
    expect(transmits(run([...tap('a', 0), tick(50_000)], toggle))).toBe(true);
    expect(run([...tap('a', 0), down('a', 5_000)], toggle).talk).toEqual(off('released'));
    expect(transmits(run([...tap('a', 0), ...tap('a', 5_000), tick(5_500)], toggle))).toBe(false);
  });

  it('is ended by another binding than the one that began it', () => {
    expect(transmits(run([...tap('a', 0), ...tap('b', 1_000)], toggle))).toBe(false);
  });

  it('ends at its own limit, warned of', () => {
    expect(warns(run([...tap('a', 0), tick(49_999)], toggle))).toBe(false);
    expect(warns(run([...tap('a', 0), tick(50_000)], toggle))).toBe(true);
    expect(run([...tap('a', 0), tick(60_000)], toggle).talk).toEqual(off('latchLimit'));
  });

  it('shuts when the source dies while its key is down', () => {
    expect(run([down('a', 0), renew('a', 50), tick(300)], toggle).talk).toEqual(off('leaseExpired'));
  });
});

describe('push-to-talk with a double-tap latch', () => {
  it('is hold for a single press', () => {
    expect(run([...tap('a', 0), tick(280)], latch).talk).toEqual(off('released'));
  });

  it('stays on after two quick presses, until the next one, which opens nothing by its release', () => {
    const twice = [...tap('a', 0), ...tap('a', 300)];
    expect(transmits(run([...twice, tick(50_000)], latch))).toBe(true);
    expect(run([...twice, down('a', 5_000)], latch).talk).toEqual(off('released'));
    expect(transmits(run([...twice, ...tap('a', 5_000), tick(5_100)], latch))).toBe(false);
    // The press that ended it does not count as the first of a new pair.
    expect(run([...twice, ...tap('a', 5_000), ...tap('a', 5_200), tick(5_500)], latch).talk).toEqual(off('released'));
  });

  it('takes two presses that are too far apart, or overlap, for no double tap', () => {
    expect(transmits(run([...tap('a', 0), ...tap('a', 401), tick(900)], latch))).toBe(false);
    expect(transmits(run([down('a', 0), down('b', 100), up('b', 150), up('a', 200), tick(500)], latch))).toBe(false);
  });

  it('takes no tap from before a reset for half of a double tap, though it had nothing to let go', () => {
    const reset: PushToTalkEvent = { kind: 'reset', reason: 'lockScreen', t: 290 };
    const shut = run([...tap('a', 0), tick(280), reset], { ...latch, releaseDelay: 0 });
    expect(shut.talk).toEqual(off('released'));
    const after = [...tap('a', 0), tick(280), reset, ...tap('a', 300), tick(900)];
    expect(transmits(run(after, { ...latch, releaseDelay: 0 }))).toBe(false);
  });

  it('counts its limit from the press, and the maximum hold while held', () => {
    expect(run([...tap('a', 0), ...tap('a', 300), tick(60_300)], latch).talk).toEqual(off('latchLimit'));
    expect(run([...tap('a', 0), ...held('a', 300, 10_300), tick(10_300)], latch).talk).toEqual(off('maximumHold'));
  });
});

describe('push-to-mute', () => {
  it('is shut until the person acts, then open while nothing is held', () => {
    expect(transmits(initialPushToTalk)).toBe(false);
    expect(run([act(0)], pushToMute).talk).toEqual({ kind: 'free' });
    expect(run([act(0), down('a', 100)], pushToMute).talk).toEqual(off('muteHeld'));
    expect(run([act(0), ...tap('a', 100)], pushToMute).talk).toEqual({ kind: 'free' });
  });

  it('stays shut until the last of two held bindings is released', () => {
    const two = [act(0), down('a', 0), down('b', 50), up('a', 100)];
    expect(transmits(run(two, pushToMute))).toBe(false);
    expect(transmits(run([...two, up('b', 150)], pushToMute))).toBe(true);
  });

  it('shuts when its source is lost, held or not, until the person acts', () => {
    const lost: PushToTalkEvent = { kind: 'reset', reason: 'sourceLost', t: 200 };
    expect(run([act(0), lost], pushToMute).talk).toEqual(off('sourceLost'));
    expect(run([act(0), down('a', 100), lost, up('a', 250), tick(9_000)], pushToMute).talk).toEqual(off('sourceLost'));
    expect(transmits(run([act(0), lost, act(300)], pushToMute))).toBe(true);
    expect(transmits(run([act(0), lost, ...tap('a', 300)], pushToMute))).toBe(true);
  });

  it('does not open when the lease of its key runs out', () => {
    const dead = [act(0), down('a', 100), tick(350)];
    expect(run(dead, pushToMute).talk).toEqual(off('leaseExpired'));
    expect(transmits(run([...dead, up('a', 400)], pushToMute))).toBe(false);
    expect(transmits(run([...dead, ...tap('a', 500)], pushToMute))).toBe(true);
  });
});
