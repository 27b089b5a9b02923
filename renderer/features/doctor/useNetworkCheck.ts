import type { NetworkReport, NetworkStep } from '@parley/shared/doctor/networkCheck';
import type { ParleyError } from '@parley/shared/errors';
import type { DoctorSubject, DoctorTarget } from '@parley/shared/ipc/contract';
import { useEffect, useRef, useState } from 'react';
import type { DoctorRun } from '../../call/doctor/doctorView.ts';
import { useDoctor } from './DoctorContext.ts';

export type NetworkCheckState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly reports: readonly NetworkReport[];
      /** The step that is being made. */
      readonly step: NetworkStep | null;
    }
  | { readonly kind: 'refused'; readonly error: ParleyError }
  | {
      readonly kind: 'done';
      readonly subject: DoctorSubject;
      readonly reports: readonly NetworkReport[];
      readonly stopped: boolean;
      /** When it ended, ms since the epoch. */
      readonly at: number;
    };

export interface NetworkCheckControl {
  readonly state: NetworkCheckState;
  start(target: DoctorTarget): void;
  skip(): void;
  stop(): void;
}

/** One check of the network; it ends with whoever shows it. */
export function useNetworkCheck(onReport: (report: NetworkReport) => void): NetworkCheckControl {
  const doctor = useDoctor();
  const [state, setState] = useState<NetworkCheckState>({ kind: 'idle' });
  const run = useRef<DoctorRun | null>(null);
  useEffect(
    () => () => {
      run.current?.stop();
      run.current = null;
    },
    [],
  );
  return {
    state,
    start(target) {
      run.current?.stop();
      setState({ kind: 'running', reports: [], step: null });
      const own = doctor.check(target, {
        onStart: (step) => setState((now) => (now.kind === 'running' && run.current === own ? { ...now, step } : now)),
        onReport(report) {
          if (run.current !== own) return;
          setState((now) => (now.kind === 'running' ? { ...now, reports: [...now.reports, report] } : now));
          onReport(report);
        },
      });
      run.current = own;
      void own.outcome.then((outcome) => {
        if (run.current !== own) return;
        run.current = null;
        setState(outcome.kind === 'done' ? { ...outcome, at: Date.now() } : outcome);
      });
    },
    skip: () => run.current?.skip(),
    stop: () => run.current?.stop(),
  };
}
