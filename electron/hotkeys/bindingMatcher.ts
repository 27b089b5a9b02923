import { bindingId, type Binding, type HoldAction } from '@parley/shared/hotkeys/binding';
import type { HookReport, HotkeyEdge } from '@parley/shared/hotkeys/messages';
import type { ControlEvent } from './sources/source.ts';

/**
 * Decides which of the keys that the hook sees become edges of an action, or the answer of the recorder. Everything else
 * is forgotten here: no other key is remembered, and nothing but edges and the recorded binding comes out.
 */
export interface MatcherState {
  readonly bindings: Readonly<Record<HoldAction, readonly Binding[]>>;
  readonly recording: boolean;
  /** Ids of bound controls that are down. */
  readonly held: ReadonlySet<string>;
  /**
   * Controls that are physically down but no longer count: recorded, or let go by a reset. Their auto-repeat must not
   * become a press. The time is their last sign of life, ms.
   */
  readonly spent: ReadonlyMap<string, number>;
}

export type MatcherInput =
  | (ControlEvent & { readonly t: number })
  | { readonly kind: 'bind'; readonly bindings: MatcherState['bindings']; readonly t: number }
  | { readonly kind: 'record' | 'cancelRecord'; readonly t: number }
  | { readonly kind: 'reset'; readonly reason: Extract<HotkeyEdge, { kind: 'reset' }>['reason']; readonly t: number }
  | { readonly kind: 'renew' };

export interface MatcherOutput {
  readonly state: MatcherState;
  readonly edges: readonly HotkeyEdge[];
  readonly report: Extract<HookReport, { kind: 'recorded' | 'recordCancelled' }> | null;
}

export const initialMatcher: MatcherState = {
  bindings: { talk: [] },
  recording: false,
  held: new Set(),
  spent: new Map(),
};

/** Auto-repeat begins after at most a second and then comes more often: a press after more than this is a real one, ms. */
const repeatGap = 1_500;

export function matchBinding(state: MatcherState, input: MatcherInput): MatcherOutput {
  switch (input.kind) {
    case 'press':
      return press(state, input.control, input.t);
    case 'release':
      return release(state, bindingId(input.control));
    case 'renew':
      return { state, edges: [...state.held].flatMap((id) => edgesOf(state, 'renew', id)), report: null };
    case 'bind':
      return bind(state, input.bindings, input.t);
    case 'record':
      // A key that is held while the recorder opens neither answers it nor goes on talking.
      return letGo({ ...state, recording: true }, 'rebound', input.t);
    case 'cancelRecord':
      return { state: { ...state, recording: false }, edges: [], report: null };
    case 'reset':
      return letGo(state, input.reason, input.t);
  }
}

function press(state: MatcherState, control: Binding, t: number): MatcherOutput {
  const id = bindingId(control);
  const lastSeen = state.spent.get(id);
  if (lastSeen !== undefined && t - lastSeen <= repeatGap) {
    return quiet({ ...state, spent: new Map(state.spent).set(id, t) });
  }
  if (state.recording) {
    const cancelled = control.kind === 'key' && control.code === 'Escape';
    return {
      state: { ...state, recording: false, spent: new Map(state.spent).set(id, t) },
      edges: [],
      report: cancelled ? { kind: 'recordCancelled' } : { kind: 'recorded', binding: control },
    };
  }
  if (state.held.has(id)) return quiet(state);
  const edges = edgesOf(state, 'down', id);
  if (edges.length === 0) return quiet(state);
  const spent = new Map(state.spent);
  spent.delete(id);
  return { state: { ...state, held: new Set(state.held).add(id), spent }, edges, report: null };
}

function release(state: MatcherState, id: string): MatcherOutput {
  if (!state.held.has(id) && !state.spent.has(id)) return quiet(state);
  const held = new Set(state.held);
  const spent = new Map(state.spent);
  spent.delete(id);
  const edges = held.delete(id) ? edgesOf(state, 'up', id) : [];
  return { state: { ...state, held, spent }, edges, report: null };
}

function bind(state: MatcherState, bindings: MatcherState['bindings'], t: number): MatcherOutput {
  const next = { ...state, bindings };
  const same = [...state.held].every(
    (id) => JSON.stringify(edgesOf(state, 'down', id)) === JSON.stringify(edgesOf(next, 'down', id)),
  );
  return same ? quiet(next) : letGo(next, 'rebound', t);
}

/** Every held binding counts as released, and has to be pressed anew. */
function letGo(
  state: MatcherState,
  reason: Extract<HotkeyEdge, { kind: 'reset' }>['reason'],
  t: number,
): MatcherOutput {
  if (state.held.size === 0) return quiet(state);
  const spent = new Map(state.spent);
  for (const id of state.held) spent.set(id, t);
  return { state: { ...state, held: new Set(), spent }, edges: [{ kind: 'reset', reason }], report: null };
}

function edgesOf(state: MatcherState, kind: 'down' | 'renew' | 'up', id: string): HotkeyEdge[] {
  return state.bindings.talk.flatMap((bound, binding) =>
    bindingId(bound) === id ? [{ kind, action: 'talk', binding } as const] : [],
  );
}

const quiet = (state: MatcherState): MatcherOutput => ({ state, edges: [], report: null });
