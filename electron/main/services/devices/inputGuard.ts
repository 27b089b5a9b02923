import type { InputMoved, MovedAnswer, SelectedDevice } from '@parley/shared/devices/device';
import { err, ok, type Result } from '@parley/shared/result';
import { isOver, type CallSummary } from '@parley/shared/ipc/callSummary';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';

/** The slider of one microphone in the system's mixer. */
export interface InputLevel {
  /** The system's name of the device. */
  readonly device: string;
  /** Of each channel, on the system's own scale. */
  readonly volumes: readonly number[];
  /** The loudest channel, per cent of full. */
  readonly percent: number;
  readonly muted: boolean;
}

/** A system's mixer. Without one, sliders are neither seen nor moved. */
export interface InputMixer {
  /**
   * Tells the level of the microphone that the browser calls `label` (null: the system's default) at once and at each
   * change, and nothing while there is no such device or no mixer, until the returned function is called.
   */
  watch(label: string | null, onLevel: (level: InputLevel) => void): () => void;
  /** Rejects when the system refuses. */
  set(level: InputLevel): Promise<void>;
}

/**
 * Notices when something moves the microphone's slider during a call, and can put it back. Chromium's automatic gain
 * would do it itself; it is kept from it by `WebRtcAllowInputVolumeAdjustment`.
 */
export interface InputGuard extends Disposable {
  /** Null while the slider is where it was when the call began, or where the person accepted it. */
  readonly moved: Observable<InputMoved | null>;
  setCall(summary: CallSummary): void;
  setInput(input: SelectedDevice | null): void;
  /** Does nothing when nothing was moved. Errors: `unavailable` when the system does not take it. */
  answer(answer: MovedAnswer): Promise<Result<void>>;
}

/** A slider that is being dragged, or that another program's gain creeps with, is told once it rests; ms. */
const rest = 700;

/** Sliders have steps of their own; less than this is nobody's doing, per cent. */
const least = 3;

/** What is to be told of a slider that was here and is there. */
export function decideMoved(before: InputLevel, now: InputLevel): InputMoved | null {
  const muted = now.muted && !before.muted;
  if (!muted && Math.abs(now.percent - before.percent) < least) return null;
  return { before: before.percent, now: now.percent, muted };
}

export function createInputGuard(ports: { readonly mixer: InputMixer | null; readonly log: Log }): InputGuard {
  const { mixer, log } = ports;
  const moved = createSettable<InputMoved | null>(null);
  let call = false;
  let label: string | null | undefined;
  let watched: { readonly label: string | null; readonly stop: () => void } | null = null;
  /** Where the slider belongs, and where it is. */
  let reference: InputLevel | null = null;
  let latest: InputLevel | null = null;
  let settling: NodeJS.Timeout | undefined;

  const tell = (next: InputMoved | null): void => {
    if (JSON.stringify(next) !== JSON.stringify(moved.get())) moved.set(next);
  };
  const settle = (): void => tell(reference === null || latest === null ? null : decideMoved(reference, latest));
  const onLevel = (level: InputLevel): void => {
    latest = level;
    // The system's default may have become another device: its slider was nobody's to move.
    if (reference?.device !== level.device) reference = level;
    clearTimeout(settling);
    settling = setTimeout(settle, rest);
  };
  const render = (): void => {
    const wanted = call ? label : undefined;
    if (watched?.label === wanted) return;
    watched?.stop();
    watched = null;
    clearTimeout(settling);
    reference = latest = null;
    tell(null);
    if (wanted !== undefined && mixer !== null) watched = { label: wanted, stop: mixer.watch(wanted, onLevel) };
  };

  return {
    moved,
    setCall(summary) {
      call = !isOver(summary) && ['shut', 'open', 'muted'].includes(summary.microphone);
      render();
    },
    setInput(input) {
      label = input === null ? undefined : input.deviceId === 'default' ? null : input.label;
      render();
    },
    async answer(answer) {
      const to = reference;
      if (mixer === null || to === null || moved.get() === null) return ok(undefined);
      if (answer === 'keep') {
        reference = latest;
        tell(null);
        return ok(undefined);
      }
      try {
        await mixer.set(to);
        return ok(undefined);
      } catch (error) {
        log.warn('the microphone\u2019s slider could not be put back', { error });
        return err({ code: 'unavailable', message: 'the system did not take the level' });
      }
    },
    dispose() {
      call = false;
      render();
    },
  };
}
