import { RoomEvent, Track, type Room } from 'livekit-client';
import { forget } from '../log.ts';
import { pathOf } from '../transport/pathOf.ts';

/** Packets that are sent and counted, and how far apart, ms. A voice sends fifty a second. */
const packets = 50;
const apart = 12;
/** How long late ones are waited for, ms. */
const stragglers = 400;
/** LiveKit hands data on only to those who have arrived, which takes a moment, ms. */
const arrival = 2_000;
/** A receiver's report comes about once a second (RFC 3550 §6.2), ms. */
const reported = 3_000;

/** Sends from one end to the other, and says how much was lost, 0..1. */
export async function countPackets(near: Room, far: Room, signal: AbortSignal): Promise<number> {
  const count = { arrived: 0 };
  far.on(RoomEvent.DataReceived, () => (count.arrived += 1));
  const to = [far.localParticipant.identity];
  await until(() => near.remoteParticipants.has(to[0] ?? ''), arrival, signal);
  for (let sent = 0; sent < packets && !signal.aborted; sent += 1) {
    forget(
      'a packet of a check',
      near.localParticipant.publishData(new Uint8Array(80), { reliable: false, destinationIdentities: to }),
    );
    await pause(apart);
  }
  await until(() => count.arrived >= packets, stragglers, signal);
  return Math.max(0, 1 - count.arrived / packets);
}

/**
 * One end alone sends silence, of which the voice server reports what it misses: how much that is, 0..1. Null where this
 * account may not speak, or no report came.
 */
export async function countSilence(room: Room, signal: AbortSignal): Promise<number | null> {
  const context = new AudioContext();
  try {
    const sink = context.createMediaStreamDestination();
    const source = context.createConstantSource();
    source.offset.value = 0;
    source.connect(sink);
    source.start();
    const [track] = sink.stream.getAudioTracks();
    if (track === undefined) return null;
    await room.localParticipant.publishTrack(track, { source: Track.Source.Microphone, dtx: false, red: false });
    let counted = { expected: 0, lost: 0 };
    const look = async (): Promise<boolean> => {
      const report = await room.engine?.pcManager?.publisher.getStats();
      if (report === undefined) return false;
      counted = pathOf(report)?.packets ?? counted;
      return counted.expected >= packets && hasReport(report);
    };
    if (!(await until(look, packets * apart + reported, signal))) return null;
    return Math.min(1, Math.max(0, counted.lost / counted.expected));
  } catch {
    return null;
  } finally {
    forget('closing a check’s sound', context.close());
  }
}

const hasReport = (report: RTCStatsReport): boolean =>
  [...report.values()].some((stat: RTCStats) => stat.type === 'remote-inbound-rtp');

/** Waits for something, at most `limit` ms: whether it came. */
async function until(isSo: () => boolean | Promise<boolean>, limit: number, signal: AbortSignal): Promise<boolean> {
  for (let waited = 0; waited < limit && !signal.aborted; waited += 20) {
    if (await isSo()) return true;
    await pause(20);
  }
  return isSo();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
