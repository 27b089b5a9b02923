import type { LevelSource } from '../callView.ts';
import type { Clock } from './clock.ts';

/** Louder than this is somebody who speaks to this microphone, dBFS. */
const voice = -42;
/** So much of it, ms, within `within`: a cough or a door is shorter. */
const enough = 600;
const within = 2_000;
/** Told at most this often, ms. */
const apart = 60_000;

/** Notices when the person talks although nobody hears it. Measures only while active. */
export function watchMutedTalk(ports: {
  readonly level: LevelSource;
  readonly clock: Clock;
  readonly onTalk: () => void;
}): { setActive(active: boolean): void } {
  const { clock } = ports;
  let stop: (() => void) | null = null;
  let toldAt = -Infinity;
  return {
    setActive(active) {
      if (active === (stop !== null)) return;
      if (!active) {
        stop?.();
        stop = null;
        return;
      }
      let heard: readonly { readonly at: number; readonly length: number }[] = [];
      let before = clock.now();
      stop = ports.level.subscribe((dbfs) => {
        const at = clock.now();
        const length = Math.min(100, Math.max(0, at - before));
        before = at;
        heard = heard.filter((one) => at - one.at < within);
        if (dbfs > voice) heard = [...heard, { at, length }];
        if (at - toldAt < apart || heard.reduce((sum, one) => sum + one.length, 0) < enough) return;
        toldAt = at;
        ports.onTalk();
      });
    },
  };
}
