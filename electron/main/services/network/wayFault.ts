import type { NetworkCause, NetworkFacts } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { ParleyError } from '@parley/shared/errors';
import { createHttpClient, type Fetch } from '../backends/httpClient.ts';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { DialPorts } from './dial.ts';
import { createWireCheck, type WireTarget } from './networkCheck.ts';

/** What stands in the way to a server. */
export type WayFault = StepFinding & {
  readonly verdict: 'failed';
  readonly facts: NetworkFacts & { readonly cause: NetworkCause };
};

/** Somebody waits for it, ms: in all about four seconds. */
const hasty = { step: 2_000, name: 4_000 };
const http = { time: 2_500, size: 262_144 };

/**
 * The first thing that stands in the way to a server, by the steps of the network doctor; null where all of them are well.
 * What the program's own request gets through, a connection of main's need not: then only the WebSocket is looked at, and
 * only where that connection comes about. Never rejects.
 */
export async function findWayFault(
  ports: DialPorts & { readonly fetch: Fetch; readonly now: () => number },
  target: WireTarget,
): Promise<WayFault | null> {
  const client = createHttpClient({ fetch: ports.fetch, strange: notThisServer, limits: http });
  const wire = createWireCheck({ ...ports, http: client, limits: hasty }, target);
  const { signal } = new AbortController();
  const below = async (): Promise<WayFault | null> => {
    for (const name of ['proxy', 'name', 'tcp', 'tls'] as const) {
      const finding = await wire.step(name, signal);
      if (isFault(finding)) return finding;
    }
    return null;
  };
  const [answer, fault] = await Promise.all([wire.step('answer', signal), below()]);
  if (isFault(answer)) return fault ?? answer;
  const upgrade = await wire.step('upgrade', signal);
  return isFault(upgrade) && upgrade.facts.cause === 'upgradeStripped' ? upgrade : null;
}

/**
 * An error that only says that a server did not answer as one, with what was found on the way there in its place. That nothing answers, or
 * something else does, says no more than the error.
 */
export function withFault(error: ParleyError, fault: WayFault | null): ParleyError {
  if (fault === null || ['otherServer', 'noAnswer'].includes(fault.facts.cause)) return error;
  return { ...error, reason: fault.facts.cause, message: `${error.message} ${fault.detail}` };
}

const isFault = (finding: StepFinding): finding is WayFault =>
  finding.verdict === 'failed' && finding.facts?.cause !== undefined;
