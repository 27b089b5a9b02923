import type { Control, HoldAction, Modifier } from '@parley/shared/hotkeys/binding';
import type {
  GlobalSourceName,
  KeySourceTrouble,
  NamedSource,
  SourceCapabilities,
} from '@parley/shared/hotkeys/messages';
import type { Result } from '@parley/shared/result';

/** What a source that knows the action and no key calls it. */
export interface NamedControl {
  readonly kind: 'named';
  readonly action: HoldAction;
  readonly source: Exclude<NamedSource, 'shortcut'>;
}

/** A control went down or up. Stays inside the hook process. A held key may repeat its press; the matcher ignores that. */
export type ControlEvent =
  | {
      readonly kind: 'press';
      readonly control: Control | NamedControl;
      readonly modifiers: readonly Modifier[];
      /** How long ago it happened, by the system's own clock, ms; undefined where that clock is not known. */
      readonly age?: number;
    }
  | { readonly kind: 'release'; readonly control: Control | NamedControl };

export interface SourceFailure {
  readonly cause: KeySourceTrouble;
  readonly message: string;
}

/** Where key events come from: one implementation a mechanism of the system. */
export interface Source {
  readonly name: GlobalSourceName;
  readonly capabilities: SourceCapabilities;
  /**
   * Begins to listen. A library or display that is missing is a failure in the result, never a throw. The text is the key
   * that a `systemOwned` source was given, in the system's words. `lost` is called once if the source ends by itself.
   */
  start(
    listener: (event: ControlEvent) => void,
    lost: (failure: SourceFailure) => void,
  ): Promise<Result<string, SourceFailure>>;
  /** Whether a key or button is down now by the system's own account; null when it cannot tell. Only with `physicalState`. */
  isDown?(control: Control): Promise<boolean | null>;
  /** Whether `isDown` can tell of this one now. */
  canTell?(control: Control): boolean;
  stop(): void;
}
