import {
  pathSteps,
  planNetworkCheck,
  wireSteps,
  type NetworkCause,
  type NetworkStep,
  type PathStep,
  type WireStep,
} from '@parley/shared/doctor/networkCheck';
import { runSteps, type StepFinding } from '@parley/shared/doctor/steps';
import type { Desktop, DoctorEnds, Envelope, WayFault } from '@parley/shared/ipc/contract';
import { readRelay, urlsOf } from './candidates.ts';
import type { DoctorOutcome, NetworkDoctor } from './doctorView.ts';
import { installTransport } from '../transport/peerConnection.ts';
import { askForRelays, probePath } from './probePath.ts';

/** LiveKit's answer is waited for so long, ms. */
const answerLimit = 8_000;

/** The network doctor: main looks at the way to the server, this page at those of the voice. One check at a time. */
export function createNetworkDoctor(desktop: Desktop): NetworkDoctor {
  // Each way is tried by peer connections that keep to it.
  installTransport();
  return {
    check(target, { onStart, onReport }) {
      const end = new AbortController();
      let step = new AbortController();
      const skip = (): void => {
        step.abort();
        void desktop.doctor.skip();
      };
      const run = async (): Promise<DoctorOutcome> => {
        const begun = await desktop.doctor.begin(target);
        if (!begun.ok) return { kind: 'refused', error: begun.error };
        const subject = begun.value;
        const secrets: string[] = [];
        const find = createFinder(desktop, secrets);
        const reports = await runSteps(
          planNetworkCheck(subject),
          (name) => {
            step = new AbortController();
            return find(name, step.signal);
          },
          {
            now: () => performance.now(),
            secrets,
            signal: end.signal,
            ...(onStart === undefined ? {} : { onStart }),
            ...(onReport === undefined ? {} : { onReport }),
          },
        );
        return { kind: 'done', subject, reports, stopped: end.signal.aborted };
      };
      return {
        outcome: run(),
        skip,
        stop() {
          end.abort();
          skip();
        },
      };
    },
  };
}

/** Makes the steps. What one finds the later ones use; credentials of relays go to `secrets`. */
function createFinder(
  desktop: Desktop,
  secrets: string[],
): (name: NetworkStep, signal: AbortSignal) => Promise<StepFinding> {
  let ends: readonly DoctorEnds[] = [];
  let closed: NetworkCause | null = null;
  let relays: readonly RTCIceServer[] = [];
  const livekit = async (signal: AbortSignal): Promise<StepFinding> => {
    const answer = findingOf(await desktop.doctor.tickets());
    if (!('kind' in answer)) return answer;
    if (answer.kind === 'closed') closed = answer.cause;
    if (answer.kind !== 'tickets') return answer.finding;
    const [first] = answer.ends;
    if (first === undefined) return { verdict: 'failed', detail: 'There is no ticket.', facts: { cause: 'noTicket' } };
    const url = URL.parse(first[0].url);
    const found = await askForRelays(first[0], AbortSignal.any([signal, AbortSignal.timeout(answerLimit)]));
    if (signal.aborted) return { verdict: 'skipped', detail: 'Left out.' };
    if (found === null) {
      // Its HTTP answered a moment ago: what is missing is the WebSocket, or its answer.
      const fault = await desktop.doctor.fault(null, first[0].url);
      const { cause, endpoints, detail } = (fault.ok ? fault.value : null) ?? silent;
      return { verdict: 'failed', detail: `${url?.host ?? ''}: ${detail}`, facts: { cause, endpoints } };
    }
    relays = first[0].iceServers ?? found;
    ends = answer.ends.slice(1);
    for (const { credential, username } of relays) secrets.push(credential ?? '', username ?? '');
    return { verdict: 'ok', detail: `${url?.host ?? ''} lets a check in.` };
  };
  return async (name, signal) => {
    if (isWire(name)) return findingOf(await desktop.doctor.step(name));
    if (isPath(name)) {
      if (closed !== null)
        return { verdict: 'skipped', detail: 'There is no room for a check.', facts: { cause: closed } };
      const pair = ends[pathSteps.indexOf(name)];
      if (pair === undefined) return { verdict: 'skipped', detail: 'There is no ticket for it.' };
      return probePath(name, pair, relays, signal);
    }
    if (name === 'livekit') return livekit(signal);
    if (closed !== null) return { verdict: 'skipped', detail: 'Relays are told to those who enter.' };
    const hosts = relays.flatMap(urlsOf).flatMap((url) => readRelay(url)?.endpoint.host ?? []);
    return findingOf(await desktop.doctor.names([...new Set(hosts)].slice(0, 16)));
  };
}

const silent: WayFault = { cause: 'voiceServerDown', detail: 'no answer over the WebSocket', endpoints: [] };

/** The value, or the failure as a finding. */
const findingOf = <T>(answer: Envelope<T>): T | StepFinding =>
  answer.ok ? answer.value : { verdict: 'failed', detail: answer.error.message };

const isWire = (name: NetworkStep): name is WireStep => (wireSteps as readonly string[]).includes(name);
const isPath = (name: NetworkStep): name is PathStep => (pathSteps as readonly string[]).includes(name);
