import { describe, expect, it } from 'vitest';
import { keepCandidates, readCandidate, readRelay, relaysOf } from './candidates.ts';

const udp = 'candidate:1 1 udp 2130706431 203.0.113.24 7882 typ host';
const tcp = 'candidate:2 1 tcp 1671430143 203.0.113.24 7881 typ host tcptype passive';

describe('candidates', () => {
  it.each([
    [udp, { protocol: 'udp', host: '203.0.113.24', port: 7882 }],
    [`a=${tcp}`, { protocol: 'tcp', host: '203.0.113.24', port: 7881 }],
    [
      'candidate:3 1 UDP 1 2001:db8::1 5 typ srflx raddr 0.0.0.0 rport 0',
      { protocol: 'udp', host: '2001:db8::1', port: 5 },
    ],
    ['', null],
    ['candidate:4 1 sctp 1 a 5 typ host', null],
  ])('%j', (line, candidate) => expect(readCandidate(line)).toEqual(candidate));

  it('are left out of a description, and nothing else is', () => {
    const sdp = ['v=0', `a=${udp}`, `a=${tcp}`, 'a=end-of-candidates', ''].join('\r\n');
    expect(keepCandidates(sdp, ({ protocol }) => protocol === 'tcp').split('\r\n')).toEqual([
      'v=0',
      `a=${tcp}`,
      'a=end-of-candidates',
      '',
    ]);
  });
});

describe('relays', () => {
  it.each([
    ['turn:turn.example.org', 'turnUdp', 'udp', 3478],
    ['turn:turn.example.org:3479?transport=udp', 'turnUdp', 'udp', 3479],
    ['turn:turn.example.org?transport=tcp', 'turnTcp', 'tcp', 3478],
    ['turns:turn.example.org:443?transport=tcp', 'turnTls', 'tls', 443],
    ['TURNS:turn.example.org', 'turnTls', 'tls', 5349],
  ])('%s', (url, step, protocol, port) => {
    expect(readRelay(url)).toEqual({ step, endpoint: { protocol, host: 'turn.example.org', port } });
  });

  it.each(['stun:stun.example.org', 'turn:', 'https://turn.example.org', 'turn:a b'])('%s is none', (url) => {
    expect(readRelay(url)).toBeNull();
  });

  it('of one way keep their credentials and lose the others', () => {
    const servers = [
      { urls: ['turn:a?transport=udp', 'turns:a:443'], username: 'u', credential: 'c' },
      { urls: 'stun:a' },
      { urls: 'turns:b:443', username: 'v', credential: 'd' },
    ];
    expect(relaysOf(servers, 'turnTls')).toEqual([
      { urls: ['turns:a:443'], username: 'u', credential: 'c' },
      { urls: ['turns:b:443'], username: 'v', credential: 'd' },
    ]);
    expect(relaysOf(servers, 'turnTcp')).toEqual([]);
  });
});
