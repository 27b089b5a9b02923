import type { Platform } from '../../platform/platform.ts';
import { askConnectionCost, watchConnectionCost } from './connectionCost.ts';
import { watchMetered, type MeteredNetwork } from './metered.ts';

/** Looking at the machine's interfaces is no work; what costs something comes only after another network, ms. */
const interval = 15_000;

/**
 * By the system's own way: Linux tells over D-Bus, Windows when it is asked. macOS knows (`NWPath.isExpensive`) and hands it to native
 * code alone: nothing is said there. @param ports.wanted whether the answer would change anything
 */
export function createMeteredNetwork(
  { systemBus, powerShell }: Pick<Platform, 'systemBus' | 'powerShell'>,
  ports: { readonly network: () => string | null; readonly wanted: () => boolean },
): MeteredNetwork {
  if (powerShell === null) return watchMetered({ bus: systemBus });
  return watchConnectionCost({
    ...ports,
    ask: () => askConnectionCost(powerShell),
    every(work) {
      const timer = setInterval(work, interval);
      timer.unref();
      return () => clearInterval(timer);
    },
  });
}
