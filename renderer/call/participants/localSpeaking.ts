import type { LevelSource } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';

/** Louder than this is a voice, dBFS. */
const threshold = -50;
/** Pauses between syllables do not count, ms. */
const hangover = 300;

/** Whether we are speaking, from the level at our own gate: the server's word comes up to 400 ms later. */
export function watchLocalSpeaking(ports: {
  readonly level: LevelSource;
  readonly clock: Clock;
  readonly onChange: (speaking: boolean) => void;
}): { setOpen(open: boolean): void } {
  let stop: (() => void) | null = null;
  let speaking = false;
  const set = (next: boolean): void => {
    if (next === speaking) return;
    speaking = next;
    ports.onChange(next);
  };
  return {
    setOpen(open) {
      if (!open) {
        stop?.();
        stop = null;
        return set(false);
      }
      let loudAt = Number.NEGATIVE_INFINITY;
      stop ??= ports.level.subscribe((dbfs) => {
        const now = ports.clock.now();
        if (dbfs > threshold) loudAt = now;
        set(now - loudAt <= hangover);
      });
    },
  };
}
