import type { Binding } from '@parley/shared/hotkeys/binding';
import type { HookReport, SourceCapabilities } from '@parley/shared/hotkeys/messages';
import type { Result } from '@parley/shared/result';

/** A control went down or up. Stays inside the hook process. A held key may repeat its press; the matcher ignores that. */
export interface ControlEvent {
  readonly kind: 'press' | 'release';
  readonly control: Binding;
}

export type SourceFailure = Pick<Extract<HookReport, { kind: 'failed' }>, 'cause' | 'message'>;

/** Where key events come from: one implementation a mechanism of the system. */
export interface Source {
  readonly capabilities: SourceCapabilities;
  /** Begins to listen. A library or display that is missing is a failure in the result, never a throw. */
  start(listener: (event: ControlEvent) => void): Promise<Result<void, SourceFailure>>;
  stop(): void;
}
