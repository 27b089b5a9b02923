import { useMemo, useSyncExternalStore } from 'react';
import type { ParleyError } from '@parley/shared/errors';
import type { CallController, LevelSource } from '../../call/callView.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCallController } from '../call/CallContext.ts';

export interface MicrophoneTrialView {
  /** null while nothing is tried. */
  readonly level: LevelSource | null;
  readonly error: ParleyError | null;
  /** The loudest yet, dBFS, in steps that are worth a sentence. */
  readonly peak: number;
}

const nothing: MicrophoneTrialView = { level: null, error: null, peak: -Infinity };
/** Only a sentence depends on the peak: a finer step than this would be work for nothing, dB. */
const peakStep = 6;
const clipping = -3;

/** The microphone for nobody but a meter, for as long as `wanted`; anew with every other device. */
export function useMicrophoneTrial(wanted: boolean): MicrophoneTrialView {
  const controller = useCallController();
  const deviceId = useDesktopState(({ devices }) => devices.input?.deviceId ?? null);
  const trial = useMemo(
    () => ({ deviceId, store: wanted ? createTrialStore(controller) : never }).store,
    [controller, wanted, deviceId],
  );
  return useSyncExternalStore(trial.subscribe, trial.get);
}

interface TrialStore {
  subscribe(changed: () => void): () => void;
  get(): MicrophoneTrialView;
}

const never: TrialStore = { subscribe: () => () => undefined, get: () => nothing };

/** Opens the microphone when it is subscribed to, and closes it again. */
function createTrialStore(controller: CallController): TrialStore {
  let view = nothing;
  return {
    get: () => view,
    subscribe(changed) {
      const become = (next: Partial<MicrophoneTrialView>): void => {
        view = { ...view, ...next };
        changed();
      };
      const trial = controller.tryMicrophone((error) => become({ error }));
      view = { ...nothing, level: trial.level };
      const stop = trial.level.subscribe((dbfs) => {
        if (dbfs > view.peak + peakStep || (dbfs > clipping && dbfs > view.peak)) become({ peak: dbfs });
      });
      return () => {
        stop();
        trial.stop();
        view = nothing;
      };
    },
  };
}
