import type { Clock } from '../clock.ts';
import { levelTimeout, nextVoice, quiet, type VoiceRules, type VoiceState } from './voiceActivation.ts';

/** Runs voice activation against a clock: levels in, "there is a voice" out. Without levels there is none. */
export interface VoiceDetector {
  hears(): boolean;
  /** dBFS, about every 10 ms. */
  level(dbfs: number): void;
  configure(rules: VoiceRules): void;
  reset(): void;
}

export function createVoiceDetector(ports: {
  readonly clock: Clock;
  /** Called in the task of the level, after `hears()` has changed. */
  readonly onChange: () => void;
  readonly rules: VoiceRules;
}): VoiceDetector {
  const { clock } = ports;
  let { rules } = ports;
  let state: VoiceState = quiet;
  let heardAt = 0;
  let watching: (() => void) | null = null;

  const become = (next: VoiceState): void => {
    const before = state.open;
    state = next;
    if (next.open === before) return;
    watching?.();
    watching = null;
    if (next.open) watch(levelTimeout);
    ports.onChange();
  };
  /** One timer for many levels. */
  const watch = (delay: number): void => {
    watching = clock.after(delay, () => {
      const left = heardAt + levelTimeout - clock.now();
      if (left > 0) watch(left);
      else become(quiet);
    });
  };
  return {
    hears: () => state.open,
    level(dbfs) {
      heardAt = clock.now();
      become(nextVoice(state, dbfs, heardAt, rules));
    },
    configure(next) {
      rules = next;
    },
    reset: () => become(quiet),
  };
}
