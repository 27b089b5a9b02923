import {
  controlId,
  holdActions,
  modifiersOf,
  pressActions,
  type Binding,
  type Control,
  type HoldAction,
  type Modifier,
  type PressAction,
} from '@parley/shared/hotkeys/binding';
import type { HookCommand, HookReport, HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { nextRecorder, type Recorder } from '@parley/shared/hotkeys/recorder';
import type { ControlEvent, NamedControl } from './sources/source.ts';

type Bindings = Extract<HookCommand, { kind: 'bind' }>['bindings'];
type ResetReason = Extract<HotkeyEdge, { kind: 'reset' }>['reason'];
/** A talk binding that a control holds. */
type Held = Pick<Exclude<HotkeyEdge, { kind: 'reset' }>, 'action' | 'binding'>;

/**
 * Decides which of the keys that the hook sees become edges of an action, or the answer of the recorder. Everything else
 * is forgotten here: no other key is remembered, and nothing but edges and the recorded binding comes out.
 */
export interface MatcherState {
  readonly bindings: Bindings;
  /** ms; a key that seems to be down for longer is renewed no more. */
  readonly longestHold: number;
  /** Null: nothing is recorded. */
  readonly recorder: Recorder | null;
  /** Bound controls that are down, by their id. */
  readonly held: ReadonlyMap<
    string,
    {
      readonly control: Control | NamedControl;
      readonly edges: readonly Held[];
      readonly since: number;
      /** A press before this is taken for its repeat, ms. */
      readonly until: number;
    }
  >;
  /**
   * Controls that are or may be physically down and do not count: recorded, let go by a reset, or bound just now, when
   * nobody has seen them up. Their auto-repeat must not become a press: only the release, or the system's word that the
   * key is up, makes them count again, or a press after `until` (ms), when no repeat could come so late.
   */
  readonly spent: ReadonlyMap<string, { readonly control: Control | NamedControl; readonly until: number }>;
}

export type MatcherInput =
  /**
   * `isKnown`: the system is asked about this control and says when it is up. Until then each press of one that is down
   * is a repeat, however late.
   */
  | (ControlEvent & { readonly isKnown?: boolean; readonly t: number })
  /** A source began to listen that knows this action and no key: it may be held already. */
  | { readonly kind: 'listens'; readonly control: NamedControl; readonly t: number }
  | (Extract<HookCommand, { kind: 'bind' }> & { readonly t: number })
  | { readonly kind: 'record' | 'cancelRecord'; readonly t: number }
  | { readonly kind: 'reset'; readonly reason: ResetReason; readonly t: number }
  | { readonly kind: 'renew'; readonly t: number };

export interface MatcherOutput {
  readonly state: MatcherState;
  readonly edges: readonly HotkeyEdge[];
  readonly reports: readonly Extract<HookReport, { kind: 'pressed' | 'recording' | 'recorded' | 'recordCancelled' }>[];
}

export const initialMatcher: MatcherState = {
  bindings: {},
  longestHold: Number.POSITIVE_INFINITY,
  recorder: null,
  held: new Map(),
  spent: new Map(),
};

/**
 * Where the system cannot be asked, time tells a repeat from a press, ms. The longest pause is that between the press and
 * its first repeat: up to 1 s on Windows (2 s with its filter keys), 1.8 s on macOS, 2 s under GNOME, 5 s under KDE.
 */
const firstRepeatLimit = 5_000;
/** Mouse buttons do not repeat: only what their driver tells twice is no press, ms. */
const twiceLimit = 1_500;
/**
 * How long a control whose state nobody knows is not trusted. Shorter than `firstRepeatLimit`, because the press that
 * somebody meant must wait for it, once: whose key is down repeats by now, unless it went down at that very moment.
 */
const unknownLimit = 2_000;
/**
 * The same where no hook process died before: at a join. Nobody was talking, so at worst a key that somebody went on
 * holding opens at its first repeat; the delays that systems come with are below it (Windows 250 or 500 ms, macOS 500, Xorg
 * 660). And whoever joins and talks at once is heard.
 */
const joinLimit = 700;

export function matchBinding(state: MatcherState, input: MatcherInput): MatcherOutput {
  switch (input.kind) {
    case 'press':
      return press(state, input);
    case 'release':
      return release(state, input);
    case 'renew':
      return renew(state, input.t);
    case 'bind':
      return bind(state, input);
    case 'listens':
      return quiet({ ...state, spent: doubt(state.spent, [input.control], input.t + unknownLimit) });
    case 'record':
      // A key that is held while the recorder opens neither answers it nor goes on talking.
      return letGo({ ...state, recorder: { kind: 'waiting' } }, 'rebound');
    case 'cancelRecord':
      return quiet({ ...state, recorder: null });
    case 'reset':
      return letGo(state, input.reason);
  }
}

/** Two controls are the same one exactly when their ids are equal. */
export const idOf = (control: Control | NamedControl): string =>
  control.kind === 'named' ? `${control.source}:${control.action}` : controlId(control);

function press(state: MatcherState, event: Extract<MatcherInput, { kind: 'press' }>): MatcherOutput {
  const { control, t } = event;
  const id = idOf(control);
  const repeats = ({ until }: { readonly until: number }): boolean => event.isKnown === true || t < until;
  const tired = state.spent.get(id);
  if (tired !== undefined && repeats(tired)) {
    return quiet({ ...state, spent: new Map(state.spent).set(id, { ...tired, until: repeatsUntil(control, t) }) });
  }
  if (state.recorder !== null && control.kind !== 'named') return record(state, event, t);
  const already = state.held.get(id);
  if (already !== undefined && repeats(already)) {
    return quiet({ ...state, held: new Map(state.held).set(id, { ...already, until: repeatsUntil(control, t) }) });
  }
  const edges = talkEdges(state.bindings, control, event.modifiers);
  const pressed = control.kind === 'named' ? [] : pressedActions(state.bindings, control, event.modifiers);
  if (edges.length === 0 && pressed.length === 0) return quiet(state);
  const spent = new Map(state.spent);
  spent.delete(id);
  return {
    state: {
      ...state,
      held: new Map(state.held).set(id, { control, edges, since: t, until: repeatsUntil(control, t) }),
      spent,
    },
    // A second real press of what seems to be held: the release was lost.
    edges: [...tell('up', already?.edges ?? []), ...tell('down', edges)],
    reports: pressed.map((action) => ({ kind: 'pressed', action })),
  };
}

/**
 * Until when a further press is the repeat of one at `t`, which may have been a repeat itself or, of a key in doubt, the
 * first: the longer of both delays.
 */
const repeatsUntil = (control: Control | NamedControl, t: number): number =>
  t + (control.kind === 'mouse' ? twiceLimit : firstRepeatLimit);

/** Matched on the key alone: whoever lets go of Control before the letter has let go of the letter, too, in the end. */
function release(state: MatcherState, event: Extract<MatcherInput, { kind: 'release' }>): MatcherOutput {
  const id = idOf(event.control);
  if (state.recorder !== null && event.control.kind !== 'named') return record(state, event, event.t);
  const held = new Map(state.held);
  const spent = new Map(state.spent);
  spent.delete(id);
  const released = held.get(id);
  held.delete(id);
  return { state: { ...state, held, spent }, edges: tell('up', released?.edges ?? []), reports: [] };
}

function record(
  state: MatcherState,
  event: Extract<MatcherInput, { kind: 'press' | 'release' }>,
  t: number,
): MatcherOutput {
  const { recorder } = state;
  const { control } = event;
  if (recorder === null || control.kind === 'named') return quiet(state);
  const spent = new Map(state.spent);
  // The release of a key that was held before the recorder opened ends nothing here.
  if (event.kind === 'press') spent.set(controlId(control), { control, until: repeatsUntil(control, t) });
  else spent.delete(controlId(control));
  const output = nextRecorder(
    recorder,
    event.kind === 'press' ? { kind: 'press', control, modifiers: event.modifiers } : { kind: 'release', control },
  );
  switch (output.kind) {
    case 'cancelled':
      return { state: { ...state, recorder: null, spent }, edges: [], reports: [{ kind: 'recordCancelled' }] };
    case 'recorded':
      return {
        state: { ...state, recorder: null, spent },
        edges: [],
        reports: [{ kind: 'recorded', binding: output.binding }],
      };
    case 'goesOn': {
      const next = output.recorder;
      const news = next !== recorder && next.kind === 'pressed';
      return {
        state: { ...state, recorder: next, spent },
        edges: [],
        reports: news ? [{ kind: 'recording', binding: next.binding }] : [],
      };
    }
  }
}

function renew(state: MatcherState, t: number): MatcherOutput {
  const tired = [...state.held].filter(([, { since }]) => t - since >= state.longestHold);
  const edges = [...state.held.values()].flatMap(({ edges: own, since }) =>
    t - since >= state.longestHold ? [] : tell('renew', own),
  );
  if (tired.length === 0) return { state, edges, reports: [] };
  // Held for longer than anybody may transmit: silence ends its lease, and only a real press counts again.
  const held = new Map(state.held);
  const spent = new Map(state.spent);
  for (const [id, { control, until }] of tired) {
    held.delete(id);
    spent.set(id, { control, until });
  }
  return { state: { ...state, held, spent }, edges, reports: [] };
}

function bind(
  state: MatcherState,
  { bindings, longestHold, afterCrash = false, t }: Extract<MatcherInput, { kind: 'bind' }>,
): MatcherOutput {
  const bound = controlsOf(state.bindings);
  const fresh = [...controlsOf(bindings)].filter(([id]) => !bound.has(id) && !state.held.has(id));
  const next = {
    ...state,
    bindings,
    longestHold,
    spent: doubt(
      state.spent,
      fresh.map(([, control]) => control),
      t + (afterCrash ? unknownLimit : joinLimit),
    ),
  };
  const same = [...state.held.values()].every(({ edges }) =>
    edges.every(
      ({ action, binding }) =>
        typeof binding === 'string' ||
        JSON.stringify(state.bindings[action]?.[binding]) === JSON.stringify(bindings[action]?.[binding]),
    ),
  );
  return same ? quiet(next) : letGo(next, 'rebound');
}

/** Nobody knows whether these are down: no press of them is trusted for a while. Buttons have no repeat to be taken for one. */
function doubt(
  spent: MatcherState['spent'],
  controls: readonly (Control | NamedControl)[],
  until: number,
): MatcherState['spent'] {
  const doubted = controls.filter((control) => control.kind !== 'mouse' && !spent.has(idOf(control)));
  return new Map([...spent, ...doubted.map((control) => [idOf(control), { control, until }] as const)]);
}

const controlsOf = (bindings: Bindings): ReadonlyMap<string, Control> =>
  new Map(
    Object.values(bindings)
      .flat()
      .map((binding) => [controlId(binding), binding]),
  );

/** Every held binding counts as released, and has to be pressed anew. */
function letGo(state: MatcherState, reason: ResetReason): MatcherOutput {
  if (state.held.size === 0) return quiet(state);
  const spent = new Map(state.spent);
  for (const [id, { control, until }] of state.held) spent.set(id, { control, until });
  return { state: { ...state, held: new Map(), spent }, edges: [{ kind: 'reset', reason }], reports: [] };
}

function talkEdges(bindings: Bindings, control: Control | NamedControl, modifiers: readonly Modifier[]): Held[] {
  if (control.kind === 'named') return [{ action: control.action, binding: control.source }];
  return holdActions.flatMap((action: HoldAction) =>
    (bindings[action] ?? []).flatMap((bound, binding) =>
      matches(bound, control, modifiers) ? [{ action, binding }] : [],
    ),
  );
}

const pressedActions = (bindings: Bindings, control: Control, modifiers: readonly Modifier[]): PressAction[] =>
  pressActions.filter((action) => (bindings[action] ?? []).some((bound) => matches(bound, control, modifiers)));

/** Further modifiers do not matter: a talk key works while somebody runs with Shift. */
const matches = (bound: Binding, control: Control, modifiers: readonly Modifier[]): boolean =>
  controlId(bound) === controlId(control) && modifiersOf(bound).every((modifier) => modifiers.includes(modifier));

const tell = (kind: 'down' | 'renew' | 'up', held: readonly Held[]): HotkeyEdge[] =>
  held.map((one) => ({ kind, ...one }));

const quiet = (state: MatcherState): MatcherOutput => ({ state, edges: [], reports: [] });
