import type { ParleyError } from '@parley/shared/errors';
import { noCall, type CallController, type CallView, type SpeechSpan } from '../../call/callView.ts';
import { createLevelDouble, type DoubleLevel } from './levels.ts';
import { record } from './recorder.ts';

/** The call of a scene; what is left out is as in no call. */
export interface CallSetup extends Partial<CallView> {
  readonly level?: DoubleLevel;
  /** What trying the microphone finds. */
  readonly trial?: DoubleLevel | ParleyError;
}

declare global {
  interface Window {
    /** Lets something happen in the call of the scene; tests do. */
    galleryHappens?: (change: Partial<CallView>) => void;
  }
}

/**
 * A double of the call for the gallery and its tests: no LiveKit, no microphone. Its snapshot is the scene's until a test
 * changes it; what the interface asks for is recorded in `window.galleryCalls`.
 */
export function createCallDouble(
  { level = 'voice', trial = 'voice', ...view }: CallSetup,
  still: boolean,
): CallController {
  let snapshot: CallView = { ...noCall, ...view };
  const listeners = new Set<() => void>();
  window.galleryHappens = (change) => {
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  };
  const begin = Date.now();
  const speech = new Map(
    snapshot.participants.map(({ identity, speaking }, index) => [identity, speechOf(index, speaking, begin)]),
  );
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    getSnapshot: () => snapshot,
    microphoneLevel: createLevelDouble(level, still),
    join: (channel) => record('join', channel),
    leave: () => record('leave'),
    leaveBeside: (channel) => record('leaveBeside', channel),
    leaveAll: () => record('leaveAll'),
    dismiss: () => record('dismiss'),
    setMuted: (muted) => record('setMuted', muted),
    setDeafened: (deafened) => record('setDeafened', deafened),
    holdTalk: () => record('holdTalk'),
    reopenMicrophone: () => record('reopenMicrophone'),
    releaseTalk: () => record('releaseTalk'),
    tryMicrophone(onTrouble) {
      record('tryMicrophone');
      const works = typeof trial !== 'object';
      // Trouble is told after the trial was given, as the real one does.
      if (!works) queueMicrotask(() => onTrouble(trial));
      return { level: createLevelDouble(works ? trial : -Infinity, still), stop: () => undefined };
    },
    cues: {
      play: (cue) => record('cue', cue),
      own: async () => [],
      async replace(cue) {
        record('replaceCue', cue);
        return { ok: true, value: undefined };
      },
      async reset(cue) {
        record('resetCue', cue);
      },
    },
    soundCheck: {
      async record(suppressions, duration) {
        record('record', suppressions, duration);
        return typeof trial === 'object'
          ? { ok: false, error: trial }
          : { ok: true, value: suppressions.map((suppression) => ({ suppression, url: '', instead: false })) };
      },
      async play({ suppression }) {
        record('play', suppression);
        return { ok: true, value: undefined };
      },
      async tone(side) {
        record('tone', side);
        return { ok: true, value: undefined };
      },
      stop: () => record('stop'),
    },
    speechOf: (identity) => speech.get(identity) ?? [],
    announceWaiting: () => record('announceWaiting'),
    retryMicrophone: () => record('retryMicrophone'),
    async shareScreen(sourceId) {
      record('shareScreen', sourceId);
    },
    stopSharing: () => record('stopSharing'),
    attachScreen: (screenId, element) =>
      attachPicture(
        snapshot.screens.findIndex(({ id }) => id === screenId),
        element,
      ),
    setHeard: (identity, change) => record('setHeard', identity, change),
  };
}

/** Speech of the last minute, a different one for each person; whoever speaks now has not ended. */
function speechOf(index: number, speaking: boolean, now: number): readonly SpeechSpan[] {
  const past = [52, 38, 21].slice(index % 3).map((second, turn) => {
    const from = now - (second - (index % 5) * 2) * 1_000;
    return { from, to: from + (2 + ((index + turn) % 4) * 2) * 1_000 };
  });
  return speaking ? [...past, { from: now - 3_000, to: null }] : past;
}

/** A drawn picture in the place of a shared screen: a document with lines, of its own colour for each screen. */
function attachPicture(index: number, element: HTMLVideoElement): () => void {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const stream = canvas.captureStream(5);
  const context = canvas.getContext('2d');
  const draw = (): void => {
    if (context === null) return;
    context.fillStyle = ['#24404a', '#463a2a', '#3a2f4a'][index] ?? '#24404a';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#f4f1e8';
    context.fillRect(120, 60, 1040, 600);
    context.fillStyle = '#5b6461';
    for (let line = 0; line < 14; line += 1)
      context.fillRect(170, 110 + line * 38, 500 + ((line * 211 + index * 97) % 430), 14);
  };
  draw();
  element.srcObject = stream;
  // A canvas gives a frame only when it is drawn on after somebody listens.
  const redraw = (): void => {
    draw();
    if (element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) frame = requestAnimationFrame(redraw);
  };
  let frame = requestAnimationFrame(redraw);
  return () => {
    cancelAnimationFrame(frame);
    element.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  };
}
