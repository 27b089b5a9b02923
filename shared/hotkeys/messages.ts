import type { Binding, HoldAction } from './binding.ts';

/** While a key is held, the hook process renews the lease this often (ms). DESIGN.md §3. */
export const leaseInterval = 50;

/** Without a renewal for this long (ms) the gate shuts by itself, whoever died or hung. DESIGN.md §3. */
export const leaseTimeout = 250;

/**
 * What leaves the hook process over the MessagePort to the renderer: edges of actions, never which key was pressed.
 * `binding` is the index into the action's bindings, so that two held bindings are counted and not confused.
 */
export type HotkeyEdge =
  | { readonly kind: 'down' | 'renew' | 'up'; readonly action: HoldAction; readonly binding: number }
  /** Every held binding counts as released: the source was lost, a binding was edited, or the process is ending. */
  | { readonly kind: 'reset'; readonly reason: 'sourceLost' | 'rebound' | 'stopping' };

/** What a source of key events can do. DESIGN.md §3. */
export interface SourceCapabilities {
  readonly pressRelease: boolean;
  readonly mouse: boolean;
  readonly loneModifier: boolean;
  /** The system, not Parley, keeps the binding (the GlobalShortcuts portal). */
  readonly systemOwned: boolean;
}

export type HotkeySourceName = 'uiohook' | 'window';

/** Which source is live and why: shown in the settings and under the microphone key. */
export type HotkeyStatus =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly source: HotkeySourceName; readonly capabilities: SourceCapabilities }
  /** The global hook cannot work; keys of the focused window still do. */
  | {
      readonly kind: 'degraded';
      readonly source: 'window';
      readonly cause: 'wayland' | 'noDisplay' | 'accessibilityRefused' | 'notOnThisPlatform' | 'crashed';
    };

/** Main to the hook process. */
export type HookCommand =
  /** Carries a MessagePort to the renderer, on which `HotkeyEdge`s go out. An earlier port is reset and closed. */
  | { readonly kind: 'port' }
  | { readonly kind: 'bind'; readonly bindings: Readonly<Record<HoldAction, readonly Binding[]>> }
  /** The next press (Escape cancels) is reported once as `recorded` and is not an edge. */
  | { readonly kind: 'record' }
  | { readonly kind: 'cancelRecord' }
  | { readonly kind: 'releaseAll' }
  | { readonly kind: 'stop' };

/** The hook process to main. */
export type HookReport =
  | { readonly kind: 'ready'; readonly capabilities: SourceCapabilities }
  | { readonly kind: 'failed'; readonly cause: 'noDisplay' | 'crashed'; readonly message: string }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'recorded'; readonly binding: Binding }
  | { readonly kind: 'recordCancelled' };
