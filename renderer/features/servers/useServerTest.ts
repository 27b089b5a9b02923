import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import { planServerTest, type ServerTestStep } from '@parley/shared/doctor/serverTest';
import type { ParleyError } from '@parley/shared/errors';
import type { ServerTestReport } from '@parley/shared/ipc/contract';
import { useEffect, useRef, useState } from 'react';
import { useDesktop } from '../../desktop/DesktopContext.ts';

export type ServerTestState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly steps: readonly ServerTestStep[];
      /** Nobody is signed in, and nothing to sign in with was given. */
      readonly proofless: boolean;
      /** In the order of `steps`; the one after the last of them is being tried. */
      readonly reports: readonly ServerTestReport[];
      /** It was told to stop, and ends with the step that it is in. */
      readonly stopping: boolean;
    }
  | {
      readonly kind: 'done';
      readonly steps: readonly ServerTestStep[];
      readonly reports: readonly ServerTestReport[];
      readonly proofless: boolean;
      /** Why there was no test at all. */
      readonly error: ParleyError | null;
      readonly stopped: boolean;
    };

export interface ServerTestControl {
  readonly state: ServerTestState;
  /** @param proof null: the session that there is, if `signedIn` */
  start(profile: DialectProfile, proof: Proof | null, signedIn: boolean): void;
  stop(): void;
}

/** "Test this server": one at a time, each step told as it ends. It ends with whoever shows it. */
export function useServerTest(onReport: (report: ServerTestReport) => void): ServerTestControl {
  const desktop = useDesktop();
  const [state, setState] = useState<ServerTestState>({ kind: 'idle' });
  const end = useRef<(() => void) | null>(null);
  useEffect(
    () => () => {
      if (end.current === null) return;
      end.current();
      void desktop.servers.cancel();
    },
    [desktop],
  );
  return {
    state,
    start(profile, proof, signedIn) {
      if (end.current !== null) return;
      const steps = planServerTest(profile).map(({ name }) => name);
      const proofless = proof === null && !signedIn;
      setState({ kind: 'running', steps, proofless, reports: [], stopping: false });
      const unsubscribe = desktop.servers.onTested((report) => {
        setState((now) => (now.kind === 'running' ? { ...now, reports: [...now.reports, report] } : now));
        onReport(report);
      });
      end.current = unsubscribe;
      void desktop.servers.test(profile, proof).then((answer) => {
        // Nobody looks any more.
        if (end.current !== unsubscribe) return;
        unsubscribe();
        end.current = null;
        setState((now) => ({
          kind: 'done',
          steps,
          proofless,
          reports: answer.ok ? answer.value : [],
          error: answer.ok ? null : answer.error,
          stopped: now.kind === 'running' && now.stopping,
        }));
      });
    },
    stop() {
      setState((now) => (now.kind === 'running' ? { ...now, stopping: true } : now));
      void desktop.servers.cancel();
    },
  };
}
