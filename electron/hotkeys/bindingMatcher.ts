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
      /** Its last press or repeat, ms. */
      readonly seen: number;
    }
  >;
  /**
   * Controls that are physically down but no longer count: recorded, or let go by a reset. Their auto-repeat must not
   * become a press. The time is their last sign of life, ms.
   */
  readonly spent: ReadonlyMap<string, number>;
}

export type MatcherInput =
  | (ControlEvent & { readonly t: number })
  | { readonly kind: 'bind'; readonly bindings: Bindings; readonly longestHold: number; readonly t: number }
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

/** Auto-repeat begins after at most a second and then comes more often: a press after more than this is a real one, ms. */
const repeatGap = 1_500;

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
    case 'record':
      // A key that is held while the recorder opens neither answers it nor goes on talking.
      return letGo({ ...state, recorder: { kind: 'waiting' } }, 'rebound', input.t);
    case 'cancelRecord':
      return quiet({ ...state, recorder: null });
    case 'reset':
      return letGo(state, input.reason, input.t);
  }
}

const idOf = (control: Control | NamedControl): string =>
  control.kind === 'named' ? `${control.source}:${control.action}` : controlId(control);

function press(state: MatcherState, event: Extract<MatcherInput, { kind: 'press' }>): MatcherOutput {
  const { control, t } = event;
  const id = idOf(control);
  const lastSeen = state.spent.get(id);
  if (lastSeen !== undefined && t - lastSeen <= repeatGap) {
    return quiet({ ...state, spent: new Map(state.spent).set(id, t) });
  }
  if (state.recorder !== null && control.kind !== 'named') return record(state, event, t);
  const already = state.held.get(id);
  if (already !== undefined && t - already.seen <= repeatGap) {
    return quiet({ ...state, held: new Map(state.held).set(id, { ...already, seen: t }) });
  }
  const edges = talkEdges(state.bindings, control, event.modifiers);
  const pressed = control.kind === 'named' ? [] : pressedActions(state.bindings, control, event.modifiers);
  if (edges.length === 0 && pressed.length === 0) return quiet(state);
  const spent = new Map(state.spent);
  spent.delete(id);
  return {
    state: { ...state, held: new Map(state.held).set(id, { control, edges, since: t, seen: t }), spent },
    // A second real press of what seems to be held: the release was lost.
    edges: [...tell('up', already?.edges ?? []), ...tell('down', edges)],
    reports: pressed.map((action) => ({ kind: 'pressed', action })),
  };
}

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
  if (event.kind === 'press') spent.set(controlId(control), t);
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
  for (const [id] of tired) {
    held.delete(id);
    spent.set(id, t);
  }
  return { state: { ...state, held, spent }, edges, reports: [] };
}

function bind(
  state: MatcherState,
  { bindings, longestHold, t }: Extract<MatcherInput, { kind: 'bind' }>,
): MatcherOutput {
  const next = { ...state, bindings, longestHold };
  const same = [...state.held.values()].every(({ edges }) =>
    edges.every(
      ({ action, binding }) =>
        typeof binding === 'string' ||
        JSON.stringify(state.bindings[action]?.[binding]) === JSON.stringify(bindings[action]?.[binding]),
    ),
  );
  return same ? quiet(next) : letGo(next, 'rebound', t);
}

/** Every held binding counts as released, and has to be pressed anew. */
function letGo(state: MatcherState, reason: ResetReason, t: number): MatcherOutput {
  if (state.held.size === 0) return quiet(state);
  const spent = new Map(state.spent);
  for (const id of state.held.keys()) spent.set(id, t);
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
