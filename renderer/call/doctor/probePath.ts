import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Endpoint, PathStep } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { DoctorEnds } from '@parley/shared/ipc/contract';
import { Room, RoomEvent } from 'livekit-client';
import { forget } from '../log.ts';
import { countPackets, countSilence } from './countLoss.ts';
import { pathOf } from '../transport/pathOf.ts';
import { keepCandidates, readCandidate, relaysOf, readRelay, urlsOf, type Candidate } from './candidates.ts';

/** A way that did not come about in this time does not work, ms: LiveKit's own clients wait longer, people do not. */
const connectLimit = 5_000;

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
 * Tries one way of the voice alone: the ends connect over it, and it is counted what arrives (`countLoss.ts`). Never
 * rejects. Where the signal ends it the step is `skipped`.
 */
export async function probePath(
  step: PathStep,
  tickets: DoctorEnds,
  servers: readonly RTCIceServer[],
  signal: AbortSignal,
): Promise<StepFinding> {
  const relays = relaysOf(servers, step);
  const direct = step === 'udp' || step === 'iceTcp';
  if (!direct && relays.length === 0) return { verdict: 'skipped', detail: 'The server offers no such relay.' };
  const restriction = direct ? directOnly(step === 'udp' ? 'udp' : 'tcp') : relayOnly(relays);
  const [first, second] = tickets;
  const near = openEnd(first, restriction, signal);
  const far = second === undefined ? null : openEnd(second, restriction, signal);
  const ends = [near, ...(far === null ? [] : [far])];
  try {
    const connected = await Promise.all(ends.map(({ connected: one }) => one));
    const endpoints = restriction.endpoints();
    if (signal.aborted) return { verdict: 'skipped', detail: 'Left out.' };
    if (direct && endpoints.length === 0 && connected.includes(false))
      return { verdict: 'skipped', detail: 'The server offers no such way.' };
    if (connected.includes(false)) {
      const cause = ends.some((end) => end.refused()) ? 'relayRefused' : 'pathBlocked';
      const detail = `${endpoints.map(textOf).join(', ')}: ${cause === 'relayRefused' ? 'the relay refuses' : 'no connection'} within ${connectLimit} ms`;
      return { verdict: 'failed', detail, facts: { cause, endpoints } };
    }
    const loss = far === null ? await countSilence(near.room, signal) : await countPackets(near.room, far.room, signal);
    if (signal.aborted) return { verdict: 'skipped', detail: 'Left out.' };
    const report = await near.room.engine?.pcManager?.publisher.getStats();
    const path = report === undefined ? null : pathOf(report);
    const roundTrip = path?.roundTrip ?? null;
    return {
      verdict: 'ok',
      detail: `${path?.kind ?? 'connected'} by ${endpoints.map(textOf).join(', ')}`,
      facts: { endpoints, ...(loss === null ? {} : { loss }), ...(roundTrip === null ? {} : { roundTrip }) },
    };
  } finally {
    for (const { room } of ends) forget('leaving a check', room.disconnect(true));
  }
}

/** Which ways a connection may try, and where it went. */
interface Restriction {
  readonly config: RTCConfiguration;
  /** Whether a candidate of LiveKit's may be tried. */
  allows(candidate: Candidate): boolean;
  endpoints(): readonly Endpoint[];
}

function directOnly(protocol: 'udp' | 'tcp'): Restriction {
  const seen = new Map<string, Endpoint>();
  return {
    // An empty list keeps LiveKit's relays out.
    config: { iceServers: [] },
    allows(candidate) {
      if (candidate.protocol !== protocol) return false;
      seen.set(textOf(candidate), { protocol, host: candidate.host, port: candidate.port });
      return true;
    },
    endpoints: () => [...seen.values()],
  };
}

const relayOnly = (relays: readonly RTCIceServer[]): Restriction => ({
  config: { iceServers: [...relays], iceTransportPolicy: 'relay' },
  allows: () => true,
  endpoints: () => relays.flatMap(urlsOf).flatMap((url) => readRelay(url)?.endpoint ?? []),
});

interface End {
  readonly room: Room;
  /** Whether media would flow. */
  readonly connected: Promise<boolean>;
  /** The relay said no, rather than nothing. */
  refused(): boolean;
}

function openEnd(ticket: JoinTicket, restriction: Restriction, signal: AbortSignal): End {
  const room = new Room();
  let refused = false;
  room.engine?.on('transportsCreated', (...transports) => {
    for (const transport of transports) {
      if (transport === undefined) continue;
      const { addIceCandidate, setRemoteDescription } = transport;
      // LiveKit's client has no filter for candidates, so one is put before those of these connections alone.
      transport.addIceCandidate = async (candidate) => {
        const read = readCandidate(candidate.candidate ?? '');
        if (read === null || restriction.allows(read)) await addIceCandidate.call(transport, candidate);
      };
      transport.setRemoteDescription = async (description, offer) =>
        setRemoteDescription.call(
          transport,
          {
            type: description.type,
            ...(description.sdp === undefined
              ? {}
              : { sdp: keepCandidates(description.sdp, (candidate) => restriction.allows(candidate)) }),
          },
          offer,
        );
      transport.onIceCandidateError = (event) => {
        // 300 and above is an answer of the server; 701 is none (https://www.w3.org/TR/webrtc/#rtcpeerconnectioniceerrorevent).
        if (event instanceof RTCPeerConnectionIceErrorEvent && event.errorCode >= 300 && event.errorCode < 700)
          refused = true;
      };
    }
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
        rtcConfig: restriction.config,
      })
      .then(
        () => resolve(true),
        () => resolve(false),
      );
  });
  return { room, connected, refused: () => refused };
}

const textOf = ({ protocol, host, port }: Endpoint): string =>
  `${protocol} ${host.includes(':') ? `[${host}]` : host}:${port}`;
