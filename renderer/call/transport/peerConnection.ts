import { keepIceServers, keepsCandidate, type Ways } from './attempt.ts';
import { withLocal, withRemote, withServer, withTurnError, type MediaEvidence } from './evidence.ts';
import { askForPackets, type PacketTime } from './packetTime.ts';

/** Travels in the `rtcConfig` of a Room to the peer connections that LiveKit's client makes of it. */
export interface Attempt {
  readonly ways: Ways;
  /** Of our sound, at each negotiation; null: as it comes. */
  packetTime(): PacketTime | null;
  see(change: (seen: MediaEvidence) => MediaEvidence): void;
  /** A peer connection was made for it; with an older server there is a second one. */
  opened(peer: RTCPeerConnection): void;
}

declare global {
  interface RTCConfiguration {
    /** Ours; browsers ignore it. */
    parleyAttempt?: Attempt;
  }
}

/** LiveKit's client has no option for the ways that it may try (livekit-facts §1.2), nor for the length of packets: its peer connections have. */
export const rtcConfigOf = (attempt: Attempt): RTCConfiguration => ({
  parleyAttempt: attempt,
  ...(attempt.ways === 'relay' || attempt.ways === 'relayTcp' ? { iceTransportPolicy: 'relay' as const } : {}),
});

let installed = false;

/**
 * From now on each peer connection of this page keeps to the ways of its `parleyAttempt`, and tells what it sees; one
 * without is the browser's own.
 */
export function installTransport(): void {
  if (installed) return;
  installed = true;
  const Native = globalThis.RTCPeerConnection;

  class TransportPeerConnection extends Native {
    readonly #attempt: Attempt | undefined;

    constructor(config: RTCConfiguration = {}) {
      super(narrow(config, config.parleyAttempt));
      const attempt = config.parleyAttempt;
      this.#attempt = attempt;
      if (attempt === undefined) return;
      attempt.opened(this);
      note(attempt, config);
      // The first listener: what it stops, LiveKit's client does not send. A server that knew our UDP address would try it.
      this.addEventListener('icecandidate', (event) => {
        const line = event.candidate?.candidate ?? '';
        attempt.see((seen) => withLocal(seen, line));
        if (!keepsCandidate(attempt.ways, line)) event.stopImmediatePropagation();
      });
      this.addEventListener('icecandidateerror', ({ errorCode }) =>
        attempt.see((seen) => withTurnError(seen, errorCode)),
      );
    }

    override createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit>;
    override createOffer(
      success: RTCSessionDescriptionCallback,
      failure: RTCPeerConnectionErrorCallback,
      options?: RTCOfferOptions,
    ): Promise<void>;
    override async createOffer(
      first?: RTCOfferOptions | RTCSessionDescriptionCallback,
    ): Promise<RTCSessionDescriptionInit | void> {
      if (typeof first === 'function') throw new TypeError('createOffer gives a promise here');
      const { type, sdp } = await super.createOffer(first);
      return { type, sdp: this.#keepLines(sdp ?? '') };
    }

    override setConfiguration(config: RTCConfiguration): void {
      // LiveKit's client knows the server's relays only once the server has answered.
      if (this.#attempt !== undefined) note(this.#attempt, config);
      super.setConfiguration(narrow(config, this.#attempt));
    }

    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      const line = candidate?.candidate ?? '';
      this.#attempt?.see((seen) => withRemote(seen, line));
      if (this.#attempt !== undefined && !keepsCandidate(this.#attempt.ways, line)) return;
      await super.addIceCandidate(candidate ?? undefined);
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const attempt = this.#attempt;
      if (attempt === undefined || description.sdp === undefined) return super.setRemoteDescription(description);
      for (const line of candidatesIn(description.sdp)) attempt.see((seen) => withRemote(seen, line));
      const time = attempt.packetTime();
      const sdp = this.#keepLines(description.sdp);
      await super.setRemoteDescription({
        type: description.type,
        sdp: time === null ? sdp : askForPackets(sdp, time),
      });
    }

    #keepLines(sdp: string): string {
      const ways = this.#attempt?.ways;
      if (ways === undefined) return sdp;
      const kept = sdp.split('\r\n').filter((line) => !line.startsWith(prefix) || keepsCandidate(ways, line.slice(2)));
      return kept.join('\r\n');
    }
  }
  globalThis.RTCPeerConnection = TransportPeerConnection;
}

/** Of a candidate's line in SDP. */
const prefix = 'a=candidate:';

const candidatesIn = (sdp: string): string[] =>
  sdp.split('\r\n').flatMap((line) => (line.startsWith(prefix) ? [line.slice(2)] : []));

function note(attempt: Attempt, { iceServers = [] }: RTCConfiguration): void {
  for (const url of iceServers.flatMap(({ urls }) => urls)) attempt.see((seen) => withServer(seen, url));
}

function narrow(config: RTCConfiguration, attempt: Attempt | undefined): RTCConfiguration {
  if (attempt === undefined) return config;
  const { iceServers } = config;
  return {
    ...config,
    // Chromium gathers UDP, relays and TCP 50 ms apart (kMinimumStepDelay in WebRTC's basic_port_allocator.cc). With a pool it begins
    // before there is an offer, and again only where the list of servers changes (https://www.w3.org/TR/webrtc/#dom-rtcconfiguration-icecandidatepoolsize).
    iceCandidatePoolSize: 1,
    ...(iceServers === undefined ? {} : { iceServers: keepIceServers(attempt.ways, iceServers) }),
  };
}
