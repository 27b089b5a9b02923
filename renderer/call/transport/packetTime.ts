import type { Settings } from '@parley/shared/settings/settings';

/** Of Opus, ms: a packet waits for its last sample, so that half the length is half the delay, and twice the headers. */
export type PacketTime = 10;

/** null: LiveKit's and the browser's own, 20 ms. Where data is dear, headers are: a voice of 10 ms packets has as many of them as sound. */
export const packetTimeOf = (latency: Settings['latency'], low: boolean): PacketTime | null =>
  latency === 'lowest' && !low ? 10 : null;

/**
 * A description of the far end that asks for sound in packets of this length (RFC 8866 §6.4). There is no other way: the
 * parameters of a sender do not have it (https://www.w3.org/TR/webrtc/#rtcrtpencodingparameters).
 */
export function askForPackets(sdp: string, time: PacketTime): string {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m);
  return [session, ...media.map((section) => (section.startsWith('m=audio') ? withTime(section, time) : section))].join(
    '',
  );
}

function withTime(section: string, time: PacketTime): string {
  const kept = section.split('\r\n').filter((line) => line !== '' && !/^a=(?:max)?ptime:/.test(line));
  return [...kept, `a=ptime:${time}`, ''].join('\r\n');
}
