import type { Binding, HoldAction, PressAction } from './binding.ts';

/** While a key is held, the hook process renews the lease this often (ms). DESIGN.md §3. */
export const leaseInterval = 50;

/** Without a renewal for this long (ms) the gate shuts by itself, whoever died or hung. DESIGN.md §3. */
export const leaseTimeout = 250;

/**
 * What leaves the hook process over the MessagePort to the renderer: edges of actions, never which key was pressed.
 * `binding` is the index into the action's bindings, so that two held bindings are counted and not confused; or the name
 * of a source that knows the action and no key.
 */
export type HotkeyEdge =
  | {
      readonly kind: 'down' | 'renew' | 'up';
      readonly action: HoldAction;
      readonly binding: number | NamedSource;
    }
  /** Every held binding counts as released: the source was lost, a binding was edited, or the process is ending. */
  | { readonly kind: 'reset'; readonly reason: 'sourceLost' | 'rebound' | 'stopping' };

/** Sources that tell which action is meant, not which key. `shortcut`: Electron's `globalShortcut`, by main. */
export type NamedSource = 'portal' | 'command' | 'shortcut';

/** What became of a binding that was to be recorded. */
export type RecordAnswer =
  | { readonly kind: 'recorded'; readonly binding: Binding }
  | { readonly kind: 'cancelled' }
  /** Its press was seen and its release never was: it could not shut the microphone. */
  | { readonly kind: 'noRelease' }
  /** Nothing hears keys everywhere: only the window itself can record. */
  | { readonly kind: 'noSource' };

/** What a source of key events can do. DESIGN.md §3. */
export interface SourceCapabilities {
  readonly pressRelease: boolean;
  readonly mouse: boolean;
  readonly loneModifier: boolean;
  /** The system, not Parley, keeps the binding (the GlobalShortcuts portal). */
  readonly systemOwned: boolean;
  /** The system can be asked whether a held key is really down (`isStateKnown`). */
  readonly physicalState: boolean;
}

/** A source that runs in the hook process and hears keys everywhere. */
export type GlobalSourceName = 'uiohook' | 'portal';

/** Why keys are not heard everywhere. */
export type KeySourceTrouble =
  /** A Wayland session without a GlobalShortcuts portal. */
  | 'wayland'
  /** The portal gave no key: the person or the desktop declined. */
  | 'portalRefused'
  | 'noDisplay'
  | 'accessibilityRefused'
  | 'notOnThisPlatform'
  | 'crashed';

/**
 * What keys will do in a call, as far as that is known before it: work everywhere; `talkKey`: so does the one that the
 * desktop gave; `desktop`: so it will if the desktop agrees, which is asked then; or why they will not.
 */
export type KeyForecast = 'everywhere' | 'talkKey' | 'desktop' | KeySourceTrouble;

/** Which source is live and why: shown in the settings and under the microphone key. */
export type HotkeyStatus =
  /** Nobody needs keys now. */
  | { readonly kind: 'off'; readonly forecast: KeyForecast }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'live';
      readonly source: GlobalSourceName;
      readonly capabilities: SourceCapabilities;
      /** When an edge of an action was last seen, ms since the epoch; null before the first. */
      readonly lastEdge: number | null;
      /** Of a `systemOwned` source: the key that the system gave, in its own words; else empty. */
      readonly trigger: string;
      readonly commands: boolean;
    }
  /** No source hears keys everywhere; those of the focused window work. */
  | {
      readonly kind: 'degraded';
      /** `globalShortcut`: the talk key toggles from everywhere, which needs no release. */
      readonly source: 'window' | 'globalShortcut';
      readonly cause: KeySourceTrouble;
      readonly commands: boolean;
    };

/** Main to the hook process. */
export type HookCommand =
  /** Carries a MessagePort to the renderer, on which `HotkeyEdge`s go out. An earlier port is reset and closed. */
  | { readonly kind: 'port' }
  | {
      readonly kind: 'bind';
      readonly bindings: Readonly<Partial<Record<HoldAction | PressAction, readonly Binding[]>>>;
      /** A held talk key is renewed for no longer than this, ms. */
      readonly longestHold: number;
      /** A hook process ended before this one: a key that it saw may still be down. */
      readonly afterCrash?: boolean;
    }
  /** The next press and its release (Escape cancels) are reported once as `recorded` and are no edges. */
  | { readonly kind: 'record' }
  | { readonly kind: 'cancelRecord' }
  | { readonly kind: 'releaseAll' }
  | { readonly kind: 'stop' };

/** The hook process to main. */
export type HookReport =
  | {
      readonly kind: 'ready';
      readonly source: GlobalSourceName;
      readonly capabilities: SourceCapabilities;
      readonly trigger: string;
      readonly commands: boolean;
    }
  /** No key source works; `commands`: commands are heard all the same. */
  | {
      readonly kind: 'failed';
      readonly cause: KeySourceTrouble;
      readonly message: string;
      readonly commands: boolean;
    }
  /** `lastEdge`: how long ago an edge was last seen, ms. */
  | { readonly kind: 'heartbeat'; readonly lastEdge: number | null }
  /** An action that needs only the press. */
  | { readonly kind: 'pressed'; readonly action: PressAction }
  /** The recorder saw the press, and now waits for the release. */
  | { readonly kind: 'recording'; readonly binding: Binding }
  | { readonly kind: 'recorded'; readonly binding: Binding }
  | { readonly kind: 'recordCancelled' };
