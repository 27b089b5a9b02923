import { expect, it } from 'vitest';
import { readCandidate } from './signalling.ts';

it.each([
  ['candidate:1 1 udp 2130706431 203.0.113.7 7882 typ host', { protocol: 'udp', address: '203.0.113.7', port: 7882 }],
  [
    'a=candidate:2 1 TCP 1671430143 203.0.113.7 7881 typ host tcptype passive',
    { protocol: 'tcp', address: '203.0.113.7', port: 7881 },
  ],
  ['candidate:3 1 udp 1 198.51.100.1 5000 typ relay raddr 0.0.0.0 rport 0', null],
  ['a=end-of-candidates', null],
  ['', null],
])('reads %s', (line, candidate) => {
  expect(readCandidate(line)).toEqual(candidate);
});
