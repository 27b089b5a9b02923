import { iceProbeSchema } from '@parley/shared/ipc/iceProbe';
import { expect, it } from 'vitest';
import { iceProbeOf } from './iceProbeOf.ts';

const sdp = (ufrag: string, pwd: string): string =>
  ['v=0', 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', `a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`, ''].join(
    '\r\n',
  );

it('has the credentials in the order of a check to the server, and addresses without names', () => {
  const probe = iceProbeOf(sdp('us', 'ours'), sdp('them', 'theirs'), {
    udp: ['203.0.113.7:7882', '[2001:db8::7]:7882', 'a.local:7882'],
    tcp: ['203.0.113.7:7881'],
  });
  expect(iceProbeSchema.parse(probe)).toEqual({
    username: 'them:us',
    password: 'theirs',
    udp: [
      { host: '203.0.113.7', port: 7882 },
      { host: '2001:db8::7', port: 7882 },
    ],
    tcp: [{ host: '203.0.113.7', port: 7881 }],
  });
});

it.each([
  ['', ''],
  [sdp('us', 'ours'), ''],
  ['', sdp('them', 'theirs')],
])('there is none before both sides described themselves', (ours, theirs) =>
  expect(iceProbeOf(ours, theirs, { udp: [], tcp: [] })).toBeNull(),
);
