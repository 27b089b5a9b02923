import type { Binding } from '@parley/shared/hotkeys/binding';
import { leaseInterval, leaseTimeout, type HotkeyEdge } from '@parley/shared/hotkeys/messages';
import {
  initialPushToTalk,
  nextPushToTalk,
  transmits,
  type PushToTalkEvent,
  type PushToTalkRules,
  type TalkMode,
} from '@parley/shared/hotkeys/pushToTalk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialMatcher, matchBinding, type MatcherInput } from './bindingMatcher.ts';

/**
 * One real key, the matcher of each hook process in turn and the machine of push-to-talk: the key repeats while it is
 * held, processes die and others begin, with the key up or down. Only what the person does may open the microphone.
 */
interface Story {
  readonly mode: TalkMode;
  /** The system can be asked whether the key is down. */
  readonly isKnown: boolean;
  /** From the press to its first repeat, and between repeats, ms. */
  readonly repeatDelay: number;
  readonly repeatEvery: number;
  readonly maximumHold: number;
  /** Pause before each press and how long it is held, ms. */
  readonly presses: readonly (readonly [number, number])[];
  /** When hook processes die, ms; another one listens 300 ms later. */
  readonly deaths: readonly number[];
}

const f9: Binding = { kind: 'key', code: 'F9' };
const restart = 300;

type Fact =
  | { readonly kind: 'press' | 'repeat' | 'release' | 'dies' | 'begins'; readonly t: number }
  | { readonly kind: 'renews' | 'asks'; readonly t: number };

function factsOf(story: Story): readonly Fact[] {
  const facts: Fact[] = [{ kind: 'begins', t: 0 }];
  let t = 0;
  for (const [pause, length] of story.presses) {
    t += pause;
    facts.push({ kind: 'press', t });
    for (let at = t + story.repeatDelay; at < t + length; at += story.repeatEvery)
      facts.push({ kind: 'repeat', t: at });
    t += length;
    facts.push({ kind: 'release', t });
  }
  for (const at of story.deaths) facts.push({ kind: 'dies', t: at }, { kind: 'begins', t: at + restart });
  for (let at = leaseInterval; at < t + 1_000; at += leaseInterval) facts.push({ kind: 'renews', t: at });
  for (let at = 100; story.isKnown && at < t + 1_000; at += 100) facts.push({ kind: 'asks', t: at });
  return facts.toSorted((one, other) => one.t - other.t);
}

/** When the microphone opened, and the real press that was the latest by then (null: none yet), ms. */
function openings(story: Story): readonly { readonly at: number; readonly pressed: number | null }[] {
  const rules: PushToTalkRules = {
    mode: story.mode,
    releaseDelay: 0,
    maximumHold: story.maximumHold,
    latchLimit: 60_000,
    leaseTimeout,
  };
  let matcher = initialMatcher;
  let alive = false;
  let crashed = false;
  let isDown = false;
  let pressed: number | null = null;
  let talk = initialPushToTalk;
  const opened: { at: number; pressed: number | null }[] = [];
  const tell = (event: PushToTalkEvent): void => {
    const before = transmits(nextPushToTalk(talk, { kind: 'tick', t: event.t }, rules));
    talk = nextPushToTalk(talk, event, rules);
    if (!before && transmits(talk)) opened.push({ at: event.t, pressed });
  };
  const step = (input: MatcherInput): void => {
    if (!alive) return;
    const { state, edges } = matchBinding(matcher, input);
    matcher = state;
    for (const edge of edges) tell(eventOf(edge, input.t));
  };
  for (const { kind, t } of factsOf(story)) {
    switch (kind) {
      case 'press':
      case 'repeat':
        if (kind === 'press') pressed = t;
        isDown = true;
        step({ kind: 'press', control: f9, modifiers: [], isKnown: story.isKnown, t });
        break;
      case 'release':
        isDown = false;
        step({ kind: 'release', control: f9, t });
        break;
      case 'dies':
        alive = false;
        crashed = true;
        break;
      case 'begins':
        alive = true;
        matcher = initialMatcher;
        step({
          kind: 'bind',
          bindings: { talk: [f9] },
          longestHold: story.maximumHold,
          afterCrash: crashed,
          t,
        });
        if (story.isKnown && !isDown) step({ kind: 'release', control: f9, t });
        break;
      case 'renews':
        step({ kind: 'renew', t });
        tell({ kind: 'tick', t });
        break;
      case 'asks':
        if (!isDown) step({ kind: 'release', control: f9, t });
    }
  }
  return opened;
}

const eventOf = (edge: HotkeyEdge, t: number): PushToTalkEvent =>
  edge.kind === 'reset'
    ? { kind: 'reset', reason: edge.reason, t }
    : { kind: edge.kind, binding: String(edge.binding), t };

const story = (isKnown: boolean, longestDelay: number): fc.Arbitrary<Story> =>
  fc.record({
    mode: fc.constantFrom<TalkMode>('hold', 'toggle', 'latch'),
    isKnown: fc.constant(isKnown),
    repeatDelay: fc.integer({ min: 150, max: longestDelay }),
    repeatEvery: fc.integer({ min: 20, max: 1_000 }),
    maximumHold: fc.integer({ min: 500, max: 5_000 }),
    presses: fc.array(fc.tuple(fc.nat(3_000), fc.integer({ min: 20, max: 8_000 })), { minLength: 1, maxLength: 4 }),
    deaths: fc
      .array(fc.nat(15_000), { maxLength: 3 })
      .map((times) =>
        times
          .toSorted((one, other) => one - other)
          .filter((at, index, all) => index === 0 || at - (all[index - 1] ?? 0) > restart),
      ),
  });

describe('a key that repeats, hook processes that die and begin with it down', () => {
  it.each([
    ['the system can be asked', true, 20_000],
    ['nobody can be asked', false, 1_999],
  ])('each opening has a press of its own at that very moment, where %s', (_, isKnown, longestDelay) => {
    let seen = 0;
    fc.assert(
      fc.property(story(isKnown, longestDelay), (one) => {
        for (const { at, pressed } of openings(one)) {
          seen += 1;
          expect(at).toBe(pressed);
        }
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it('a press opens where the key was seen up since the hook began', () => {
    const quick = { repeatDelay: 500, repeatEvery: 33, maximumHold: 5_000, deaths: [700], mode: 'hold' } as const;
    const presses = [
      [400, 600],
      [400, 100],
    ] as const;
    expect(openings({ ...quick, presses, isKnown: true })).toEqual([
      { at: 400, pressed: 400 },
      { at: 1_400, pressed: 1_400 },
    ]);
  });
});
