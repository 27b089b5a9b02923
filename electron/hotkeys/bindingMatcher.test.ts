import type { Binding, Modifier } from '@parley/shared/hotkeys/binding';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  initialMatcher,
  matchBinding,
  type MatcherInput,
  type MatcherOutput,
  type MatcherState,
} from './bindingMatcher.ts';

const key = (code: string): Binding => ({ kind: 'key', code });
const talk = [key('F13'), { kind: 'mouse', button: 'back' }] as const satisfies readonly Binding[];
/** Long before the keys are pressed, unless said otherwise: a key that was bound just now may be down already. */
const bind = (bindings: readonly Binding[], t = -10_000): MatcherInput => ({
  kind: 'bind',
  bindings: { talk: bindings },
  longestHold: 120_000,
  t,
});
const press = (control: Binding, t = 0, modifiers: readonly Modifier[] = []): MatcherInput => ({
  kind: 'press',
  control,
  modifiers,
  t,
});
const release = (control: Binding, t = 0): MatcherInput => ({ kind: 'release', control, t });
const record: MatcherInput = { kind: 'record', t: 0 };

function run(inputs: readonly MatcherInput[], from: MatcherState = initialMatcher) {
  let state = from;
  const outputs: MatcherOutput[] = [];
  for (const input of inputs) {
    const output = matchBinding(state, input);
    outputs.push(output);
    state = output.state;
  }
  return {
    state,
    edges: outputs.flatMap(({ edges }) => edges),
    reports: outputs.flatMap(({ reports }) => reports),
  };
}

describe('matchBinding', () => {
  it('tells down and up of bound controls by their index', () => {
    const { edges } = run([bind(talk), press(talk[0]), press(talk[1]), release(talk[0]), release(talk[1])]);
    expect(edges).toEqual([
      { kind: 'down', action: 'talk', binding: 0 },
      { kind: 'down', action: 'talk', binding: 1 },
      { kind: 'up', action: 'talk', binding: 0 },
      { kind: 'up', action: 'talk', binding: 1 },
    ]);
  });

  it('says nothing about any other key and does not remember it', () => {
    const { edges, state } = run([bind(talk), press(key('KeyA')), release(key('KeyA')), press(key('KeyB'))]);
    expect(edges).toEqual([]);
    expect(JSON.stringify([...state.held, ...state.spent])).not.toMatch(/KeyA|KeyB/);
  });

  it('takes auto-repeat for no new press', () => {
    const { edges } = run([bind(talk), press(talk[0]), press(talk[0], 30), press(talk[0], 60)]);
    expect(edges).toEqual([{ kind: 'down', action: 'talk', binding: 0 }]);
  });

  it('renews each held binding', () => {
    const { edges } = run([bind(talk), press(talk[1]), { kind: 'renew', t: 50 }]);
    expect(edges.at(-1)).toEqual({ kind: 'renew', action: 'talk', binding: 1 });
  });

  it('lets go of a held binding that is edited, and needs a real press after it', () => {
    const { edges } = run([bind(talk), press(talk[0]), bind([key('F14')], 10), press(talk[0], 20)]);
    expect(edges).toEqual([
      { kind: 'down', action: 'talk', binding: 0 },
      { kind: 'reset', reason: 'rebound' },
    ]);
    const moved = run([bind(talk), press(talk[0]), bind([talk[1], talk[0]]), press(talk[0], 20)]);
    expect(moved.edges.at(-1)).toEqual({ kind: 'reset', reason: 'rebound' });
  });

  it('keeps a held binding while the others are edited', () => {
    const { edges } = run([bind(talk), press(talk[0]), bind([talk[0], key('F20')])]);
    expect(edges).toHaveLength(1);
  });

  it('records the next press once both its edges were seen; none of them is an edge', () => {
    const { edges, reports } = run([bind(talk), record, press(talk[0]), press(talk[0], 40), release(talk[0], 90)]);
    expect(reports).toEqual([
      { kind: 'recording', binding: talk[0] },
      { kind: 'recorded', binding: talk[0] },
    ]);
    expect(edges).toEqual([]);
  });

  it('cancels the recorder with Escape, which is no edge either', () => {
    const escape = key('Escape');
    const { edges, reports } = run([bind([escape]), record, press(escape), release(escape)]);
    expect(reports).toEqual([{ kind: 'recordCancelled' }]);
    expect(edges).toEqual([]);
  });

  it('records nothing after cancelRecord', () => {
    expect(run([record, { kind: 'cancelRecord', t: 0 }, press(key('KeyA'))]).reports).toEqual([]);
  });

  it('lets go of a held key when the recorder opens, and does not record its repeats', () => {
    const { edges, reports } = run([bind(talk), press(talk[0]), record, press(talk[0], 30)]);
    expect(edges.at(-1)).toEqual({ kind: 'reset', reason: 'rebound' });
    expect(reports).toEqual([]);
  });

  it('wants the modifiers of a combination at the press, and the key alone at the release', () => {
    const chord: Binding = { kind: 'key', code: 'Space', modifiers: ['Control', 'Shift'] };
    const space = key('Space');
    expect(run([bind([chord]), press(space), press(space, 10, ['Control'])]).edges).toEqual([]);
    const { edges } = run([bind([chord]), press(space, 0, ['Shift', 'Control', 'Alt']), release(space, 50)]);
    expect(edges.map(({ kind }) => kind)).toEqual(['down', 'up']);
  });

  it('records a combination, or a modifier by itself', () => {
    const control = key('ControlLeft');
    const both = run([
      record,
      press(control),
      press(key('Space'), 10, ['Control']),
      release(control),
      release(key('Space')),
    ]);
    expect(both.reports.at(-1)).toEqual({
      kind: 'recorded',
      binding: { kind: 'key', code: 'Space', modifiers: ['Control'] },
    });
    expect(run([record, press(control, 0, ['Control']), release(control)]).reports.at(-1)).toEqual({
      kind: 'recorded',
      binding: control,
    });
  });

  it('takes a second press without a release, long after the first, for a lost release and a real press', () => {
    const { edges } = run([bind(talk), press(talk[0]), press(talk[0], 5_000)]);
    expect(edges.map(({ kind }) => kind)).toEqual(['down', 'up', 'down']);
  });

  it('renews for no longer than the longest hold, and not after it', () => {
    const renewals = [50, 119_950, 120_000, 120_050].map((t): MatcherInput => ({ kind: 'renew', t }));
    const { edges, state } = run([bind(talk), press(talk[0]), ...renewals]);
    expect(edges.map(({ kind }) => kind)).toEqual(['down', 'renew', 'renew']);
    expect(state.held.size).toBe(0);
  });

  it('tells actions that need only the press, once each press', () => {
    const mute: MatcherInput = { kind: 'bind', bindings: { mute: [talk[1]] }, longestHold: 1_000, t: 0 };
    const { edges, reports } = run([mute, press(talk[1]), press(talk[1], 40), release(talk[1]), press(talk[1], 500)]);
    expect(edges).toEqual([]);
    expect(reports).toEqual([
      { kind: 'pressed', action: 'mute' },
      { kind: 'pressed', action: 'mute' },
    ]);
  });

  it('knows what a command or the portal means without any binding', () => {
    const control = { kind: 'named', action: 'talk', source: 'command' } as const;
    const down: MatcherInput = { kind: 'press', control, modifiers: [], t: 0 };
    const { edges } = run([down, { kind: 'renew', t: 50 }, bind(talk, 60), { kind: 'release', control, t: 90 }]);
    expect(edges).toEqual(['down', 'renew', 'up'].map((kind) => ({ kind, action: 'talk', binding: 'command' })));
  });

  it('takes a press long after a reset for a real one, even when its release was lost in the sleep', () => {
    const reset: MatcherInput = { kind: 'reset', reason: 'stopping', t: 100 };
    const { edges } = run([bind(talk), press(talk[0]), reset, press(talk[0], 200), press(talk[0], 60_000)]);
    expect(edges.map(({ kind }) => kind)).toEqual(['down', 'reset', 'down']);
  });

  it.each([
    ['at a join', false, 699, 0],
    ['at a join', false, 700, 1],
    ['after a hook died', true, 1_999, 0],
    ['after a hook died', true, 2_000, 1],
  ])('takes nobody at their word for a key that may be down already, %s', (_, afterCrash, after, downs) => {
    const bound: MatcherInput = { kind: 'bind', bindings: { talk }, longestHold: 120_000, afterCrash, t: 0 };
    const { edges } = run([bound, press(talk[0], after)]);
    expect(edges).toHaveLength(downs);
    // The next press is meant, however soon.
    const { edges: more } = run([bound, press(talk[0], 10), release(talk[0], 20), press(talk[0], 30)]);
    expect(more.map(({ kind }) => kind)).toEqual(['down']);
  });

  it('never holds anything after a reset, for every sequence', () => {
    const control = fc.constantFrom<Binding>(...talk, key('KeyA'), key('Escape'));
    const input = fc.oneof(
      fc.record({ kind: fc.constant('press' as const), control, modifiers: fc.constant([]), t: fc.nat(5_000) }),
      fc.record({ kind: fc.constant('release' as const), control, t: fc.nat(5_000) }),
      fc.constantFrom<MatcherInput>(record, { kind: 'renew', t: 100 }, bind(talk), bind([talk[1]])),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
        const { state, edges } = run([bind(talk), ...inputs]);
        const after = run(
          [
            { kind: 'reset', reason: 'stopping', t: 5_000 },
            { kind: 'renew', t: 5_000 },
          ],
          state,
        );
        expect(after.state.held.size).toBe(0);
        expect(after.edges.filter(({ kind }) => kind !== 'reset')).toEqual([]);
        // A key that was not bound never shows, whatever its order.
        for (const edge of edges) if (edge.kind !== 'reset') expect(Number(edge.binding)).toBeLessThan(talk.length);
      }),
    );
  });
});
