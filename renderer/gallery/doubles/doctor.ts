import type { NetworkReport } from '@parley/shared/doctor/networkCheck';
import type { ParleyError } from '@parley/shared/errors';
import type { NetworkDoctor } from '../../call/doctor/doctorView.ts';
import { record } from './recorder.ts';

/** What a check finds in a scene. */
export interface DoctorSetup {
  readonly reports: readonly NetworkReport[];
  /** It goes on with the step after these. */
  readonly running?: boolean;
  readonly stopped?: boolean;
  readonly error?: ParleyError;
}

/** A double of the network doctor for the gallery: it finds at once what the scene says. */
export const createDoctorDouble = ({ reports, running, stopped = false, error }: DoctorSetup): NetworkDoctor => ({
  check(target, { onStart, onReport }) {
    record('doctor.check', target);
    const subject = { address: 'https://voice.example.org', secure: true, noUdp: null };
    const tell = async (): Promise<void> => {
      await Promise.resolve();
      for (const report of reports) {
        onStart?.(report.name);
        if (running !== true || report !== reports.at(-1)) onReport?.(report);
      }
    };
    const told = tell();
    return {
      outcome:
        running === true
          ? new Promise(() => undefined)
          : told.then(() =>
              error === undefined ? { kind: 'done', subject, reports, stopped } : { kind: 'refused', error },
            ),
      skip: () => record('doctor.skip'),
      stop: () => record('doctor.stop'),
    };
  },
});
