import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Endpoint, NetworkCause, PathStep } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { DoctorEnds } from '@parley/shared/ipc/contract';
import { Room, RoomEvent } from 'livekit-client';
import { forget } from '../log.ts';
import { countPackets, countSilence } from './countLoss.ts';
import type { PathKind } from '../callView.ts';
import type { Ways } from '../transport/attempt.ts';
import { noEvidence, type MediaEvidence } from '../transport/evidence.ts';
import { pathOf } from '../transport/pathOf.ts';
import { rtcConfigOf } from '../transport/peerConnection.ts';
import { readAddress, relaysOf, readRelay, urlsOf } from './candidates.ts';

/** A way that did not come about in this time does not work, ms: LiveKit's own clients wait longer, people do not. */
const connectLimit = 5_000;

/** How a call shows the way of each step. */
const kinds: Readonly<Record<PathStep, PathKind>> = {
  udp: 'UDP',
  iceTcp: 'TCP',
  turnUdp: 'TURN-UDP',
  turnTcp: 'TURN-TCP',
  turnTls: 'TURN-TLS',
};

/**
 * Asks LiveKit to let a check in, and for the relays that it would hand to a call. Null when it did not, after the
 * signal's end at the latest.
 */
export async function askForRelays(ticket: JoinTicket, signal: AbortSignal): Promise<readonly RTCIceServer[] | null> {
  const room = new Room();
  const answered = new Promise<readonly RTCIceServer[] | null>((resolve) => {
    room.on(RoomEvent.SignalConnected, () => {
      // The public way tells nothing of them (livekit-client 2.23).
      const servers = room.engine?.latestJoinResponse?.iceServers ?? [];
      resolve(servers.map(({ urls, username, credential }) => ({ urls, username, credential })));
    });
    signal.addEventListener('abort', () => resolve(null), { once: true });
    // LiveKit's errors may contain the token: none is looked at.
    room
      .connect(ticket.url, ticket.token, { autoSubscribe: false, maxRetries: 0, websocketTimeout: connectLimit })
      .catch(() => resolve(null));
  });
  const servers = await answered;
  forget('leaving a check', room.disconnect(true));
  return servers;
}

/**
 * Tries one way of the voice alone: the ends connect over it, and it is counted what arrives (`countLoss.ts`). Works only where
 * the packets were seen to go that way. Never rejects. Where the signal ends it the step is `skipped`.
 */
export async function probePath(
  step: PathStep,
  tickets: DoctorEnds,
  servers: readonly RTCIceServer[],
  signal: AbortSignal,
): Promise<StepFinding> {
  const relays = relaysOf(servers, step);
  const protocol = directOf(step);
  if (protocol === null && relays.length === 0)
    return { verdict: 'skipped', detail: 'The server offers no such relay.' };
  const [first, second] = tickets;
  const near = openEnd(first, protocol ?? relays, signal);
  const far = second === undefined ? null : openEnd(second, protocol ?? relays, signal);
  const ends = [near, ...(far === null ? [] : [far])];
  const endpointsOf = (): readonly Endpoint[] =>
    protocol === null
      ? relays.flatMap(urlsOf).flatMap((url) => readRelay(url)?.endpoint ?? [])
      : [...new Set(ends.flatMap((end) => end.seen()[protocol]))].map((text) => ({ protocol, ...readAddress(text) }));
  try {
    const connected = await Promise.all(ends.map(({ connected: one }) => one));
    const endpoints = endpointsOf();
    if (signal.aborted) return { verdict: 'skipped', detail: 'Left out.' };
    if (protocol !== null && endpoints.length === 0 && connected.includes(false))
      return { verdict: 'skipped', detail: 'The server offers no such way.' };
    const to = endpoints.map(textOf).join(', ');
    const failed = (cause: NetworkCause, why: string): StepFinding => ({
      verdict: 'failed',
      detail: `${to}: ${why}`,
      facts: { cause, endpoints },
    });
    if (connected.includes(false)) {
      if (ends.some((end) => end.seen().refused))
        return failed('relayRefused', `the relay refuses within ${connectLimit} ms`);
      if (ends.some((end) => end.nameless()))
        return {
          verdict: 'failed',
          detail: `${to}: no name server knows it (a hosts file does not count for relays by UDP)`,
          facts: { cause: 'turnNameNotInDns' },
        };
      return failed('pathBlocked', `no connection within ${connectLimit} ms`);
    }
    const loss = far === null ? await countSilence(near.room, signal) : await countPackets(near.room, far.room, signal);
    if (signal.aborted) return { verdict: 'skipped', detail: 'Left out.' };
    const report = await near.room.engine?.pcManager?.publisher.getStats();
    const path = report === undefined ? null : pathOf(report);
    if (path?.kind !== kinds[step])
      return failed('pathBlocked', `connected by ${path?.kind ?? 'nothing'} in its place`);
    const { roundTrip } = path;
    return {
      verdict: 'ok',
      detail: `${path.kind} by ${to}`,
      facts: { endpoints, ...(loss === null ? {} : { loss }), ...(roundTrip === null ? {} : { roundTrip }) },
    };
  } finally {
    for (const { room } of ends) forget('leaving a check', room.disconnect(true));
  }
}

/** The protocol of a way without a relay; null for the others. */
function directOf(step: PathStep): 'udp' | 'tcp' | null {
  if (step === 'udp') return 'udp';
  return step === 'iceTcp' ? 'tcp' : null;
}

interface End {
  readonly room: Room;
  /** Whether media would flow. */
  readonly connected: Promise<boolean>;
  seen(): MediaEvidence;
  /** The name of the relay has no address. */
  nameless(): boolean;
}

/** @param over a protocol, without relays; or these relays and nothing else */
function openEnd(ticket: JoinTicket, over: 'udp' | 'tcp' | readonly RTCIceServer[], signal: AbortSignal): End {
  const room = new Room();
  const direct = typeof over === 'string';
  const ways: Ways = direct ? over : 'relay';
  let seen = noEvidence;
  let nameless = false;
  const config = rtcConfigOf({
    ways,
    packetTime: () => null,
    see: (change) => (seen = change(seen)),
    opened(peer) {
      // Chromium has no code of its own for it (`turn_port.cc`: "TURN host lookup received error.").
      peer.addEventListener('icecandidateerror', ({ errorText }) => {
        if (errorText.includes('host lookup')) nameless = true;
      });
    },
  });
  const connected = new Promise<boolean>((resolve) => {
    signal.addEventListener('abort', () => resolve(false), { once: true });
    if (signal.aborted) return resolve(false);
    room
      .connect(ticket.url, ticket.token, {
        autoSubscribe: false,
        maxRetries: 0,
        websocketTimeout: connectLimit,
        peerConnectionTimeout: connectLimit,
        rtcConfig: { ...config, iceServers: direct ? [] : [...over] },
      })
      .then(
        () => resolve(true),
        () => resolve(false),
      );
  });
  return { room, connected, seen: () => seen, nameless: () => nameless };
}

const textOf = ({ protocol, host, port }: Endpoint): string =>
  `${protocol} ${host.includes(':') ? `[${host}]` : host}:${port}`;
