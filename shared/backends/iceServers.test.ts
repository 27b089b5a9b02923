import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinTicketSchema } from './channel.ts';
import { readIceServers } from './iceServers.ts';

const known = { username: '1700000000:ada', credential: 'c' };
const turn = 'turn:turn.example.org:3478?transport=udp';

describe('readIceServers', () => {
  it.each([
    ['TURN with credentials', [{ urls: [turn], ...known }], [{ urls: [turn], ...known }]],
    ['one address as a text', [{ urls: turn, ...known }], [{ urls: [turn], ...known }]],
    ['STUN alone', [{ urls: 'stun:stun.example.org' }], [{ urls: ['stun:stun.example.org'] }]],
    ['fields that nobody knows', [{ urls: turn, ...known, credentialType: 'password' }], [{ urls: [turn], ...known }]],
    ['the good addresses only', [{ urls: ['http://x', turn, 'turn:'], ...known }], [{ urls: [turn], ...known }]],
    ['the good servers only', [7, null, {}, { urls: turn }, { urls: turn, ...known }], [{ urls: [turn], ...known }]],
    [
      'STUN of a server whose TURN lacks its password',
      [{ urls: [turn, 'stun:a'], username: 'x' }],
      [{ urls: ['stun:a'] }],
    ],
    ['nothing', undefined, undefined],
    ['no list', { urls: turn, ...known }, undefined],
    ['an empty list', [], undefined],
    ['TURN without credentials', [{ urls: turn }], undefined],
    ['a transport that is none', [{ urls: 'turn:a?transport=sctp', ...known }], undefined],
    ['an address with a password in it', [{ urls: 'turn:me:pw@a', ...known }], undefined],
  ])('reads %s', (_what, given, servers) => {
    expect(readIceServers(given)).toEqual(servers);
  });

  it('makes of anything what a ticket takes', () => {
    const anything = fc.oneof(fc.anything(), fc.array(fc.record({ urls: fc.constantFrom(turn, [turn], 'x', 7) })));
    fc.assert(
      fc.property(anything, (given) => {
        const ticket = { url: 'wss://lk', token: 't', room: 'r', identity: 'ada', iceServers: readIceServers(given) };
        expect(joinTicketSchema.safeParse(ticket).success).toBe(true);
      }),
    );
  });
});
