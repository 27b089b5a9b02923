import { describe, expect, it } from 'vitest';
import { askForPackets, packetTimeOf } from './packetTime.ts';

const lines = (...of: string[]): string => [...of, ''].join('\r\n');
const audio = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=rtpmap:111 opus/48000/2'];
const video = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000', 'a=maxptime:60'];

describe('the length of packets', () => {
  it('is asked for in every section of sound, once, and nowhere else', () => {
    const given = lines('v=0', 's=-', ...audio, 'a=ptime:20', 'a=maxptime:60', 'a=mid:0', ...video, ...audio);
    const asked = lines('v=0', 's=-', ...audio, 'a=mid:0', 'a=ptime:10', ...video, ...audio, 'a=ptime:10');
    expect(askForPackets(given, 10)).toBe(asked);
    expect(askForPackets(asked, 10)).toBe(asked);
  });

  it.each(['', lines('v=0', 's=-'), lines('v=0', ...video)])('changes nothing where there is no sound: %j', (sdp) => {
    expect(askForPackets(sdp, 10)).toBe(sdp);
  });

  it.each([
    ['lowest', false, 10],
    ['lowest', true, null],
    ['balanced', false, null],
    ['safe', false, null],
  ] as const)('with %s delay, low bandwidth %s: %s', (latency, low, time) => {
    expect(packetTimeOf(latency, low)).toBe(time);
  });
});
