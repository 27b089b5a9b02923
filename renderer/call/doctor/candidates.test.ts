import { describe, expect, it } from 'vitest';
import { readAddress, readRelay, relaysOf } from './candidates.ts';

it.each([
  ['203.0.113.24:7882', { host: '203.0.113.24', port: 7882 }],
  ['[2001:db8::1]:5', { host: '2001:db8::1', port: 5 }],
])('the address of a candidate: %s', (text, address) => expect(readAddress(text)).toEqual(address));

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
