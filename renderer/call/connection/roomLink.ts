import { RoomEvent, type DisconnectReason, type Participant, type Room } from 'livekit-client';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { forget } from '../log.ts';
import { every, type Clock } from '../microphone/clock.ts';
import { packetsReceived, type StatsReport } from '../transport/pathOf.ts';
import type { ConnectAdvice } from './connectFailure.ts';
import { adviseOnConnectionError } from './connectionErrorPolicy.ts';
import { permissionMaySpeak, ticketMaySpeak } from './maySpeak.ts';
import { adviseOnDisconnect } from './disconnectPolicy.ts';
import { createPublishedMicrophone, type PublishedMicrophone } from './publishedMicrophone.ts';
import { connectOptionsOf } from './roomOptions.ts';

/** One LiveKit `Room` from its first connection to its end; a call has at most two at a time (DESIGN.md §3, Transport). */
export interface RoomLink {
  readonly room: Room;
  readonly microphone: PublishedMicrophone;
  /** By the ticket, until LiveKit tells otherwise. */
  maySpeak(): boolean;
  /** Null when connected, else what to do about it. Aborting closes the link; the answer is then `nothing`. */
  connect(signal: AbortSignal): Promise<ConnectAdvice | null>;
  /** False when sound certainly does not get through now. */
  mediaFlows(): boolean;
  readStats(): Promise<StatsReport | undefined>;
  /** Leaves the room and stops the published tracks; nothing is told afterwards. */
  close(): Promise<void>;
}

export interface RoomLinkListener {
  /** LiveKit's client repairs its connection; told again when it turns out that media is away as well. */
  onInterrupted(): void;
  onResumed(): void;
  /** Never for a connection that we closed or that did not come about. */
  onEnded(advice: ConnectAdvice): void;
  /** LiveKit refreshed the token of this connection. */
  onToken(token: string): void;
  onMutedByServer(): void;
  /** The permission to speak was taken (and with it the published track), or given back. */
  onMaySpeak(maySpeak: boolean): void;
}

/** While only the signalling is away, media is watched this often, ms. */
const mediaWatch = 200;
/** Nothing arrived for this long although we asked: media is away, ms (network-lab §10: no false alarms). */
const mediaSilence = 1_000;
/** To whom the probe goes: nobody; the server's own acknowledgement is the answer. */
const nobody = 'nobody';

export function createRoomLink(ports: {
  readonly room: Room;
  readonly ticket: JoinTicket;
  readonly clock: Clock;
  readonly listener: RoomLinkListener;
}): RoomLink {
  const { room, ticket, clock, listener } = ports;
  let maySpeak = ticketMaySpeak(ticket.token);
  const microphone = createPublishedMicrophone(room, maySpeak, listener.onMutedByServer);
  let connected = false;
  let closed = false;
  let repairing: 'nothing' | 'signalling' | 'everything' = 'nothing';
  let arrived = { packets: -1, at: clock.now() };
  let stopWatching: () => void = () => undefined;

  const repair = (what: typeof repairing): void => {
    stopWatching();
    repairing = what;
  };
  const mediaFlows = (): boolean =>
    connected && repairing !== 'everything' && (repairing === 'nothing' || clock.now() - arrived.at < mediaSilence);

  const readStats = async (): Promise<StatsReport | undefined> => {
    // No public way covers both directions in one reading, nor a listener without any track; the engine's does, and
    // stays over reconnects (livekit-client 2.23, `RTCEngine.pcManager`). The public way is the second best.
    const report = await room.engine?.pcManager?.publisher.getStats();
    return report ?? firstTrack(room)?.getRTCStatsReport();
  };

  /** Asks the server for a sign of life on the media path, which needs no signalling, and counts what arrives. */
  const probe = async (): Promise<void> => {
    void room.localParticipant
      .publishData(new Uint8Array(1), { reliable: false, destinationIdentities: [nobody] })
      .catch(() => undefined);
    const report = await readStats();
    const packets = report === undefined ? 0 : packetsReceived(report);
    if (packets > arrived.packets) arrived = { packets, at: clock.now() };
  };

  // The engine is there from the signalling's first answer on; LiveKit refreshes the token at once and every five minutes.
  room.on(RoomEvent.SignalConnected, () => {
    room.engine?.on('tokenRefreshed', (token) => closed || listener.onToken(token));
  });
  room.on(RoomEvent.SignalReconnecting, () => {
    if (closed) return;
    repair('signalling');
    arrived = { packets: -1, at: clock.now() };
    // Sound goes on without signalling, until it does not.
    let flowed = true;
    stopWatching = every(clock, mediaWatch, () => {
      forget('watching the media path', probe());
      if (flowed === mediaFlows()) return;
      flowed = !flowed;
      listener.onInterrupted();
    });
    listener.onInterrupted();
  });
  room.on(RoomEvent.Reconnecting, () => {
    if (closed) return;
    repair('everything');
    listener.onInterrupted();
  });
  room.on(RoomEvent.Reconnected, () => {
    if (closed) return;
    repair('nothing');
    listener.onResumed();
  });
  room.on(RoomEvent.ParticipantPermissionsChanged, (_before, participant: Participant) => {
    const next = permissionMaySpeak(participant.permissions);
    if (closed || !participant.isLocal || next === maySpeak) return;
    maySpeak = next;
    forget('following the permission to speak', microphone.setAllowed(next));
    listener.onMaySpeak(next);
  });
  room.on(RoomEvent.Disconnected, (reason?: DisconnectReason) => {
    repair('nothing');
    if (closed || !connected) return;
    connected = false;
    const advice = adviseOnDisconnect(reason);
    // The SDK leaves by itself when the page freezes: nobody asked for that.
    listener.onEnded(advice.kind === 'nothing' ? adviseOnDisconnect(undefined) : advice);
  });

  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    connected = false;
    stopWatching();
    await room.disconnect(true);
  };

  return {
    room,
    microphone,
    maySpeak: () => maySpeak,
    mediaFlows,
    close,
    async connect(signal) {
      try {
        await room.connect(ticket.url, ticket.token, connectOptionsOf(ticket));
      } catch (thrown) {
        if (signal.aborted || closed) return { kind: 'nothing' };
        return adviseOnConnectionError(thrown);
      }
      if (signal.aborted || closed) {
        // Leaving came first; the connection got through all the same.
        await room.disconnect(true);
        return { kind: 'nothing' };
      }
      connected = true;
      return null;
    },
    readStats,
  };
}

function firstTrack(room: Room): { getRTCStatsReport(): Promise<RTCStatsReport | undefined> } | undefined {
  for (const { audioTrack } of room.localParticipant.audioTrackPublications.values()) {
    if (audioTrack !== undefined) return audioTrack;
  }
  return undefined;
}
