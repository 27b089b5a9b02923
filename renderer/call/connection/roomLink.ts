import { RoomEvent, type DisconnectReason, type Participant, type ReconnectPolicy, type Room } from 'livekit-client';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { PathKind } from '../callView.ts';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import type { Microphone } from '../microphone/microphone.ts';
import type { AttemptPlan } from '../transport/attempt.ts';
import type { IceProbe } from '@parley/shared/ipc/iceProbe';
import { noEvidence, type MediaEvidence } from '../transport/evidence.ts';
import { iceProbeOf } from '../transport/iceProbeOf.ts';
import { startHeartbeat, type Heartbeat } from '../transport/heartbeat.ts';
import { packetsReceived, pathOf, type StatsReport } from '../transport/pathOf.ts';
import { rtcConfigOf, type Attempt } from '../transport/peerConnection.ts';
import type { ConnectAdvice } from './connectFailure.ts';
import { adviseOnConnectionError, noAnswer } from './connectionErrorPolicy.ts';
import { permissionMaySpeak, ticketMaySpeak } from './maySpeak.ts';
import { adviseOnDisconnect } from './disconnectPolicy.ts';
import { createPublishedMicrophone, type PublishedMicrophone } from './publishedMicrophone.ts';
import { createRepairPolicy } from './repairPolicy.ts';
import { connectOptionsOf } from './roomOptions.ts';

/** One LiveKit `Room` from its first connection to its end; a call has at most two at a time (DESIGN.md §3, Transport). */
export interface RoomLink {
  readonly room: Room;
  readonly microphone: PublishedMicrophone;
  /** By the ticket, until LiveKit tells otherwise. */
  maySpeak(): boolean;
  /** Null when connected, else what to do about it. Aborting closes the link; the answer is then `nothing`. */
  connect(signal: AbortSignal): Promise<ConnectAdvice | null>;
  /** The server knows of it: with the same identity it has taken the place of the one before. */
  hasJoined(): boolean;
  /** How long the server took to answer, from the beginning of `connect`, ms; null before it did. */
  answeredIn(): number | null;
  /** False when sound certainly does not get through now. */
  mediaFlows(): boolean;
  readStats(): Promise<StatsReport | undefined>;
  readPath(): Promise<PathKind | null>;
  /** By which the server can be asked whether it would take the media without a relay; null before it is known. */
  iceProbe(): IceProbe | null;
  /** Leaves the room and stops the published tracks; nothing is told afterwards. */
  close(): Promise<void>;
}

export interface RoomLinkListener {
  /** The signalling is away while media flows: LiveKit's client repairs that. */
  onInterrupted(): void;
  onResumed(): void;
  /** The media path is dead, or alive again; or LiveKit's client would have to end it (false, for good). */
  onMedia(flows: boolean): void;
  /** Never for a connection that we closed or that did not come about. */
  onEnded(advice: ConnectAdvice): void;
  /** LiveKit refreshed the token of this connection. */
  onToken(token: string): void;
  onMutedByServer(): void;
  /** The permission to speak was taken (and with it the published track), or given back. */
  onMaySpeak(maySpeak: boolean): void;
}

const beginAnew: ConnectAdvice = {
  kind: 'rejoin',
  immediately: true,
  error: { code: 'unavailable', reason: 'voiceServerDown', message: 'The connection to LiveKit had to begin anew.' },
};

/** To whom the probe goes: nobody; the server's own acknowledgement is the answer. */
const nobody = 'nobody';
const probe = new Uint8Array(1);

/** For LiveKit's client to notice its own time limit first, ms. */
const signalGrace = 250;

export interface RoomLinkPorts {
  readonly createRoom: (policy: ReconnectPolicy) => Room;
  readonly ticket: JoinTicket;
  readonly plan: AttemptPlan;
  readonly clock: Clock;
  readonly random: () => number;
  readonly packetTime: Attempt['packetTime'];
  readonly guardSender: Microphone['guardSender'];
  /** What the connection saw of the ways that it tried. */
  readonly see: (change: (seen: MediaEvidence) => MediaEvidence) => void;
  readonly listener: RoomLinkListener;
}

export function createRoomLink(ports: RoomLinkPorts): RoomLink {
  const { ticket, plan, clock, listener } = ports;
  let maySpeak = ticketMaySpeak(ticket.token);
  let joined = false;
  let began = 0;
  let answeredIn: number | null = null;
  let connected = false;
  let closed = false;
  /** LiveKit's client would have to end the media to go on: it does not, and another link takes over. */
  let severed = false;
  let peer: RTCPeerConnection | null = null;
  let seen = noEvidence;
  let heartbeat: Heartbeat | null = null;

  const see = (change: (before: MediaEvidence) => MediaEvidence): void => {
    seen = change(seen);
    ports.see(change);
  };
  const mediaFlows = (): boolean => connected && !severed && (heartbeat?.isAlive() ?? true);
  const room = ports.createRoom(
    createRepairPolicy({
      mayRepair: () => mediaFlows() && !room.engine.fullReconnectOnNext,
      onSevered() {
        if (closed || !connected || severed) return;
        severed = true;
        listener.onMedia(false);
      },
      random: ports.random,
    }),
  );
  const microphone = createPublishedMicrophone(room, maySpeak, ports.guardSender, listener.onMutedByServer);

  const readStats = async (): Promise<StatsReport | undefined> => peer?.getStats();
  const watch = (): Heartbeat =>
    startHeartbeat({
      clock,
      probe: () =>
        void room.localParticipant
          .publishData(probe, { reliable: false, destinationIdentities: [nobody] })
          .catch(() => undefined),
      packets: async () => (peer === null ? undefined : countPackets(peer)),
      onChange: (alive) => !closed && !severed && listener.onMedia(alive),
    });

  // The engine is there from the signalling's first answer on; LiveKit refreshes the token at once and every five minutes.
  room.on(RoomEvent.SignalConnected, () => {
    joined = true;
    answeredIn ??= clock.now() - began;
    room.engine?.on('tokenRefreshed', (token) => closed || listener.onToken(token));
  });
  room.on(RoomEvent.SignalReconnecting, () => closed || listener.onInterrupted());
  room.on(RoomEvent.Reconnected, () => closed || listener.onResumed());
  room.on(RoomEvent.Reconnecting, () => {
    if (closed) return;
    // After sleep LiveKit's client does not ask before it begins anew: what it would rebuild, we build beside.
    forget('giving up a connection', close());
    listener.onEnded(beginAnew);
  });
  room.on(RoomEvent.ParticipantPermissionsChanged, (_before, participant: Participant) => {
    const next = permissionMaySpeak(participant.permissions);
    if (closed || !participant.isLocal || next === maySpeak) return;
    maySpeak = next;
    forget('following the permission to speak', microphone.setAllowed(next));
    listener.onMaySpeak(next);
  });
  room.on(RoomEvent.Disconnected, (reason?: DisconnectReason) => {
    heartbeat?.stop();
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
    heartbeat?.stop();
    await room.disconnect(true);
  };

  return {
    room,
    microphone,
    maySpeak: () => maySpeak,
    hasJoined: () => joined,
    answeredIn: () => answeredIn,
    mediaFlows,
    readStats,
    async readPath() {
      const report = await readStats();
      return (report === undefined ? null : pathOf(report))?.kind ?? null;
    },
    iceProbe: () => iceProbeOf(peer?.localDescription?.sdp ?? '', peer?.remoteDescription?.sdp ?? '', seen),
    close,
    async connect(signal) {
      began = clock.now();
      see((before) => ({ ...before, ways: [...before.ways, plan.ways] }));
      const { packetTime } = ports;
      const opened = (made: RTCPeerConnection): void => void (peer ??= made);
      const attempt: Attempt = { ways: plan.ways, packetTime, see, opened };
      // LiveKit's client asks once more by HTTP after its own limit: together that takes longer than somebody waits.
      let late = false;
      const stopWaiting = clock.after(plan.signalTimeout + signalGrace, () => {
        late = !joined;
        if (late) forget('giving up a server that does not answer', room.disconnect());
      });
      try {
        await room.connect(ticket.url, ticket.token, connectOptionsOf(ticket, plan, rtcConfigOf(attempt)));
      } catch (thrown) {
        if (signal.aborted || closed) return { kind: 'nothing' };
        return late ? noAnswer : adviseOnConnectionError(thrown, joined);
      } finally {
        stopWaiting();
      }
      if (signal.aborted || closed) {
        // Leaving came first; the connection got through all the same.
        await room.disconnect(true);
        return { kind: 'nothing' };
      }
      connected = true;
      heartbeat = watch();
      return null;
    },
  };
}

/** What arrived on the connection. Of one sender or receiver: with many people in the call the whole report is long. */
async function countPackets(peer: RTCPeerConnection): Promise<number> {
  const one =
    peer.getSenders().find(({ track }) => track !== null) ?? peer.getReceivers().find(({ track }) => !track.muted);
  const short = one === undefined ? 0 : packetsReceived(await one.getStats());
  return short > 0 ? short : packetsReceived(await peer.getStats());
}
