import type { LevelSource } from '../callView.ts';
import type { Clock } from './clock.ts';

/** How long digital silence lasts before it is told, ms: a real room is never that quiet, a device that starts may be. */
const patience = 1_500;
/** Between two looks, ms: a meter costs something. */
const pause = 15_000;

/** Tells once for each device that delivers nothing but zeros: a microphone with its switch off, or a dead driver. */
export function watchSilence(ports: {
  readonly level: LevelSource;
  readonly clock: Clock;
  readonly onSilent: () => void;
  /** What was told is no longer so: sound came, or another device is in use, or none. */
  readonly onOver: () => void;
}): {
  /** The device that is watched; null: none. */
  setActive(device: string | null): void;
} {
  const { clock } = ports;
  let device: string | null = null;
  let told = false;
  let stop: () => void = () => undefined;

  const takeBack = (): void => {
    if (told) ports.onOver();
    told = false;
  };
  const look = (): void => {
    const from = clock.now();
    const unsubscribe = ports.level.subscribe((dbfs) => {
      if (dbfs > -Infinity) {
        // It works; it may be switched off later.
        takeBack();
        return rest(pause);
      }
      if (clock.now() - from < patience) return;
      if (!told) ports.onSilent();
      told = true;
      rest(pause);
    });
    stop = unsubscribe;
  };
  const rest = (delay: number): void => {
    stop();
    stop = clock.after(delay, look);
  };

  return {
    setActive(next) {
      if (next === device) return;
      device = next;
      stop();
      takeBack();
      stop = () => undefined;
      if (device !== null) rest(0);
    },
  };
}
