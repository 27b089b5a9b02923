import type { NetworkReport, NetworkStep } from '@parley/shared/doctor/networkCheck';
import type { ParleyError } from '@parley/shared/errors';
import type { DoctorSubject, DoctorTarget } from '@parley/shared/ipc/contract';

/** The network doctor as the screen knows it. A check touches no call: it has Rooms of its own. */
export interface NetworkDoctor {
  /** Begins at once. */
  check(target: DoctorTarget, listener: DoctorListener): DoctorRun;
}

export interface DoctorListener {
  readonly onStart?: (step: NetworkStep) => void;
  readonly onReport?: (report: NetworkReport) => void;
}

export interface DoctorRun {
  /** Never rejects. */
  readonly outcome: Promise<DoctorOutcome>;
  /** Ends the step that is being made, and goes on with the next. */
  skip(): void;
  /** Ends the check: the steps that are left are skipped. */
  stop(): void;
}

export type DoctorOutcome =
  | {
      readonly kind: 'done';
      readonly subject: DoctorSubject;
      readonly reports: readonly NetworkReport[];
      readonly stopped: boolean;
    }
  /** There was nothing to look at: the address is none. */
  | { readonly kind: 'refused'; readonly error: ParleyError };
