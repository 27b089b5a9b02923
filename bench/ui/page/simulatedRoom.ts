import { Room } from 'livekit-client';
import { roomOptions } from '../../../renderer/call/connection/roomOptions.ts';
import type { Person } from './people.ts';

/** What the server would say about somebody: the fields of LiveKit's ParticipantInfo that its client reads. */
function infoOf({ sid, identity, name }: Person, here: boolean): object {
  const microphone = { sid: `TR_${sid}`, type: 0, source: 2, name: 'voice', muted: false, layers: [], codecs: [] };
  return {
    sid,
    identity,
    name,
    // ACTIVE, DISCONNECTED
    state: here ? 2 : 3,
    tracks: here ? [{ ...microphone, audioFeatures: [], encryption: 0 }] : [],
    dataTracks: [],
    metadata: '',
    attributes: {},
    kind: 0,
    version: 1,
    joinedAt: 0n,
    disconnectReason: 0,
    clientProtocol: 0,
    capabilities: [],
  };
}

/**
 * A `Room` of livekit-client that never connects: what a server would send goes into the client's own handlers, so that
 * from there on everything is real. No sound, no peer connection.
 */
export class SimulatedRoom extends Room {
  /** Who is there when the room is joined. */
  readonly #before: readonly Person[];

  constructor(before: readonly Person[]) {
    super(roomOptions);
    this.#before = before;
  }

  override connect = async (): Promise<void> => {
    await this.simulateParticipants({ publish: { audio: true, video: false }, participants: { count: 0 } });
    const [microphone] = this.localParticipant.audioTrackPublications.values();
    if (microphone === undefined) throw new Error('livekit-client simulated no microphone');
    this.localParticipant.publishTrack = async () => microphone;
    this.come(this.#before);
  };

  come(people: readonly Person[]): void {
    this.#tell(people.map((one) => infoOf(one, true)));
  }

  go(people: readonly Person[]): void {
    this.#tell(people.map((one) => infoOf(one, false)));
  }

  /** These begin, those end; everybody else goes on. */
  speak(begin: readonly Person[], end: readonly Person[]): void {
    const updates = [
      ...begin.map(({ sid }) => ({ sid, level: 0.5, active: true })),
      ...end.map(({ sid }) => ({ sid, level: 0, active: false })),
    ];
    // What the engine calls with a message of the server (livekit-client 2.23); there is no public way in.
    (this['handleSpeakersChanged'] as (updates: readonly object[]) => void)(updates);
  }

  #tell(infos: readonly object[]): void {
    (this['handleParticipantUpdates'] as (infos: readonly object[]) => void)(infos);
  }
}
