import type { Binding } from '@parley/shared/hotkeys/binding';
import type { RecordAnswer } from '@parley/shared/hotkeys/messages';
import { nextRecorder, type Recorder, type RecorderInput } from '@parley/shared/hotkeys/recorder';
import { useCallback, useEffect, useRef, useState } from 'react';
import { controlOf, modifiersDown } from '../../call/microphone/windowKeys.ts';
import { useDesktop } from '../../desktop/DesktopContext.ts';

/** What the recorder shows: nothing, what it waits for, or that a key never came up again. */
export type Recording =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly pressed: Binding | null }
  /** Both edges were seen: for a moment, so that it is seen. */
  | { readonly kind: 'recorded'; readonly pressed: Binding }
  | { readonly kind: 'noRelease'; readonly pressed: Binding | null };

/** How long it is shown that both edges were seen, ms. */
const shownFor = 600;

/** ms, as main's own. */
const limit = 10_000;

/** Records through the live source; where nothing hears keys everywhere, through this window. */
export function useRecorder(onRecorded: (binding: Binding) => void): {
  readonly recording: Recording;
  readonly start: () => void;
  readonly cancel: () => void;
} {
  const desktop = useDesktop();
  const [recording, setRecording] = useState<Recording>({ kind: 'idle' });
  const stopWindow = useRef<(() => void) | null>(null);
  /** Which recording is on: the answer of one that was cancelled may come when the next has begun. */
  const attempt = useRef(0);
  const tell = useRef(onRecorded);
  useEffect(() => {
    tell.current = onRecorded;
  });

  const cancel = useCallback((): void => {
    attempt.current += 1;
    stopWindow.current?.();
    stopWindow.current = null;
    setRecording({ kind: 'idle' });
    void desktop.hotkeys.cancelRecord();
  }, [desktop]);

  useEffect(() => {
    const stop = desktop.hotkeys.onRecording((pressed) =>
      setRecording((before) => (before.kind === 'waiting' ? { kind: 'waiting', pressed } : before)),
    );
    return () => {
      stop();
      stopWindow.current?.();
      void desktop.hotkeys.cancelRecord();
    };
  }, [desktop]);

  useEffect(() => {
    if (recording.kind !== 'recorded') return;
    const timer = setTimeout(() => setRecording({ kind: 'idle' }), shownFor);
    return () => clearTimeout(timer);
  }, [recording]);

  useEffect(() => (recording.kind === 'waiting' ? holdKeys(cancel) : undefined), [recording.kind, cancel]);

  const settle = useCallback((answer: RecordAnswer): void => {
    stopWindow.current = null;
    setRecording((before) => {
      if (answer.kind === 'recorded') return { kind: 'recorded', pressed: answer.binding };
      if (answer.kind === 'noRelease' && before.kind === 'waiting') return { ...before, kind: 'noRelease' };
      return { kind: 'idle' };
    });
    if (answer.kind === 'recorded') tell.current(answer.binding);
  }, []);

  const start = useCallback((): void => {
    const own = (attempt.current += 1);
    setRecording({ kind: 'waiting', pressed: null });
    void desktop.hotkeys.record().then((answer) => {
      if (own !== attempt.current) return;
      if (!answer.ok) return setRecording({ kind: 'idle' });
      if (answer.value.kind !== 'noSource') return settle(answer.value);
      stopWindow.current = recordInWindow((pressed) => setRecording({ kind: 'waiting', pressed }), settle);
    });
  }, [desktop, settle]);
  return { recording, start, cancel };
}

/** A window that is busy gets a key no later than this, ms. */
const lateKeys = 1_000;

/**
 * The hook hears keys but takes none away: without this Space presses the focused button (which ends the recording),
 * Escape leaves the page as well, and a letter is a shortcut of this window. Escape counts before the hook is there. The
 * window may get a key later than the hook: the Escape that ended one recording must neither end the next nor
 * leave the page, so what was pressed before the end is held for a while after it.
 */
function holdKeys(onEscape: () => void): () => void {
  const holding = new AbortController();
  const began = performance.now();
  let ended = Number.POSITIVE_INFINITY;
  const isOver = (): boolean => ended !== Number.POSITIVE_INFINITY;
  const hold = (event: KeyboardEvent): void => {
    if (event.timeStamp > ended) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === 'keydown' && event.code === 'Escape' && event.timeStamp >= began && !isOver()) onEscape();
  };
  for (const type of ['keydown', 'keyup'] as const) {
    window.addEventListener(type, hold, { capture: true, signal: holding.signal });
  }
  return () => {
    ended = performance.now();
    setTimeout(() => holding.abort(), lateKeys);
  };
}

/** The recorder over the keys of this window. */
function recordInWindow(onPress: (binding: Binding) => void, onEnd: (answer: RecordAnswer) => void): () => void {
  let recorder: Recorder = { kind: 'waiting' };
  const listening = new AbortController();
  const end = (answer: RecordAnswer): void => {
    clearTimeout(timer);
    listening.abort();
    onEnd(answer);
  };
  const timer = setTimeout(
    () => end(recorder.kind === 'pressed' ? { kind: 'noRelease' } : { kind: 'cancelled' }),
    limit,
  );
  const step = (event: Event): void => {
    const control = controlOf(event);
    if (control === null) return;
    event.preventDefault();
    event.stopPropagation();
    const down = event.type === 'keydown' || event.type === 'mousedown';
    const input: RecorderInput = down
      ? { kind: 'press', control, modifiers: modifiersDown(event) }
      : { kind: 'release', control };
    const output = nextRecorder(recorder, input);
    if (output.kind !== 'goesOn') return end(output);
    if (output.recorder !== recorder && output.recorder.kind === 'pressed') onPress(output.recorder.binding);
    recorder = output.recorder;
  };
  for (const type of ['keydown', 'keyup', 'mousedown', 'mouseup']) {
    window.addEventListener(type, step, { capture: true, signal: listening.signal });
  }
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}
