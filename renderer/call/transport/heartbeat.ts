import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import { firstPulse, isAlive, nextPulse, planProbe } from './pulse.ts';

/** Watches the media path of one connection until it is stopped. */
export interface Heartbeat {
  isAlive(): boolean;
  stop(): void;
}

/**
 * A probe is something small to which the other side's transport answers by itself, in silence too, without signalling.
 *
 * @param ports.packets everything that arrived on the connection; undefined when there is no reading now
 * @param ports.onChange dead, or alive again
 */
export function startHeartbeat(ports: {
  readonly clock: Clock;
  readonly probe: () => void;
  readonly packets: () => Promise<number | undefined>;
  readonly onChange: (alive: boolean) => void;
}): Heartbeat {
  const { clock } = ports;
  let pulse = firstPulse(clock.now());
  let stopped = false;
  let cancel: () => void = () => undefined;

  const beat = async (): Promise<void> => {
    // The time of asking: an answer that takes long must not look like silence.
    const at = clock.now();
    const packets = await ports.packets().catch(() => undefined);
    if (stopped) return;
    const before = isAlive(pulse);
    if (packets !== undefined) pulse = nextPulse(pulse, { packets, at });
    const { probes, wait } = planProbe(pulse);
    for (let i = 0; i < probes; i += 1) ports.probe();
    cancel = clock.after(wait, () => forget('watching the media path', beat()));
    if (isAlive(pulse) !== before) ports.onChange(isAlive(pulse));
  };
  forget('watching the media path', beat());

  return {
    isAlive: () => isAlive(pulse),
    stop() {
      stopped = true;
      cancel();
    },
  };
}
