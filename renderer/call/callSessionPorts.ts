import type { ReconnectPolicy, Room } from 'livekit-client';
import type { JoinTicket, StartWith } from '@parley/shared/backends/channel';
import type { Envelope, WayFault } from '@parley/shared/ipc/contract';
import type { IceAnswer, IceProbe } from '@parley/shared/ipc/iceProbe';
import type { CallChannel } from './callView.ts';
import type { RoomLinkPorts } from './connection/roomLink.ts';
import type { Clock } from './microphone/clock.ts';
import type { Microphone } from './microphone/microphone.ts';
import type { Haste } from './transport/climber.ts';

/** What one call needs of the rest (`callSession.ts`). */
export interface CallSessionPorts {
  /** `second`: for the second session of this device, where a ticket allows one. */
  readonly requestTicket: (channel: CallChannel, second: boolean) => Promise<Envelope<JoinTicket>>;
  /** What stands in the way to the voice server or, where that is null, to the channel's server. */
  readonly findFault: (channel: CallChannel, voice: string | null) => Promise<WayFault | null>;
  /** Whether the server would take the media directly (`electron/main`, `probeIce`). */
  readonly probe: (probe: IceProbe) => Promise<IceAnswer>;
  /** Nobody speaks: a short gap would not be noticed. */
  readonly isQuiet: () => boolean;
  readonly haste?: Haste | undefined;
  readonly createRoom: (policy: ReconnectPolicy) => Room;
  readonly packetTime: RoomLinkPorts['packetTime'];
  readonly microphone: Pick<
    Microphone,
    'start' | 'createSendTrack' | 'holdSendTrack' | 'guardSender' | 'onDeviceOpened'
  >;
  readonly clock: Clock;
  /** 0 ≤ random < 1. */
  readonly random: () => number;
  /** ms since the epoch. */
  readonly epoch: () => number;
  /** A Room begins; called before it connects. `silently`: what is heard in it is heard in another as well, so far. */
  readonly onRoom: (room: Room, silently: boolean) => void;
  /** The call takes place in this Room from now on; the one from before, if any, ends right after. */
  readonly onCurrent: (room: Room, before: Room | null) => void;
  /** A Room is over. */
  readonly onRoomGone: (room: Room) => void;
  readonly onChange: () => void;
  readonly onMutedByServer: () => void;
  /** What is worth knowing at the next join in this network; null: nothing any more. */
  readonly remember: (channel: CallChannel, ways: StartWith | null) => void;
}
