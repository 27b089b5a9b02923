import { describe, expect, it } from 'vitest';
import type { TransportMode } from '@parley/shared/backends/transportMode';
import {
  keepIceServers,
  keepsCandidate,
  planAttempt,
  rejoinSignalTimeout,
  relayProtocolOf,
  type Ways,
} from './attempt.ts';
import { noEvidence } from './evidence.ts';

const udp = 'candidate:1 1 udp 2130706431 10.97.2.2 7882 typ host generation 0';
const tcp = 'candidate:2 1 TCP 1671430143 10.97.2.2 7881 typ host tcptype passive';

const all = { ways: ['automatic'], tcp: ['a:1'], relays: ['tls a:443'] } as const;

describe('planAttempt', () => {
  const ladder = (mode: TransportMode, seen: Parameters<typeof planAttempt>[3] = all): Ways[] =>
    [0, 1, 2, 3].map((blocked) => planAttempt(mode, blocked + 1, blocked, seen).ways);

  it('moves down where the first does not get through', () => {
    expect(ladder('automatic')).toEqual(['automatic', 'tcp', 'relay', 'automatic']);
  });

  it('stays where it is while the server itself is away', () => {
    expect([1, 2, 9].map((attempt) => planAttempt('automatic', attempt, 0, all).ways)).toEqual(
      Array(3).fill('automatic'),
    );
  });

  it('leaves out what the server does not offer', () => {
    expect(ladder('automatic', { ...all, relays: [] })).toEqual(['automatic', 'tcp', 'automatic', 'tcp']);
    expect(ladder('automatic', { ...all, tcp: [] })).toEqual(['automatic', 'relay', 'automatic', 'relay']);
    expect(ladder('tcp', { ...all, relays: [] })).toEqual(['tcp', 'tcp', 'tcp', 'tcp']);
    expect(ladder('automatic', noEvidence)).toEqual(['automatic', 'tcp', 'relay', 'automatic']);
  });

  it('begins with what got through in this network, for a shorter time, and then goes on as usual', () => {
    const from = (startWith: 'tcp' | 'relay', mode: TransportMode = 'automatic', seen = all): Ways[] =>
      [0, 1, 2, 3].map((blocked) => planAttempt(mode, blocked + 1, blocked, seen, startWith).ways);
    expect(from('tcp')).toEqual(['tcp', 'automatic', 'relay', 'tcp']);
    expect(from('relay')).toEqual(['relay', 'automatic', 'tcp', 'relay']);
    expect(from('tcp', 'relay')).toEqual(['relay', 'relay', 'relay', 'relay']);
    expect(from('relay', 'tcp')).toEqual(['relayTcp', 'tcp', 'relayTcp', 'tcp']);
    expect(from('tcp', 'tcp')).toEqual(['tcp', 'relayTcp', 'tcp', 'relayTcp']);
    const [known, usual] = (['tcp', undefined] as const).map((way) => planAttempt('automatic', 1, 0, noEvidence, way));
    expect(known?.mediaTimeout).toBeLessThan(usual?.mediaTimeout ?? 0);
    expect(known?.signalTimeout).toBe(usual?.signalTimeout);
  });

  it('never leaves the mode', () => {
    expect(ladder('tcp')).toEqual(['tcp', 'relayTcp', 'tcp', 'relayTcp']);
    expect(ladder('relay')).toEqual(['relay', 'relay', 'relay', 'relay']);
  });

  it('has three attempts of media within ten seconds', () => {
    const plans = [1, 2, 3].map((attempt) => planAttempt('automatic', attempt, attempt - 1, all));
    expect(plans.reduce((sum, { mediaTimeout }) => sum + mediaTimeout, 0)).toBeLessThanOrEqual(8_500);
    expect(plans.slice(0, 2).reduce((sum, { signalTimeout }) => sum + signalTimeout, 0)).toBeLessThanOrEqual(8_500);
  });
});

it.each<[Ways, boolean, boolean]>([
  ['automatic', true, true],
  ['udp', true, false],
  ['tcp', false, true],
  ['relay', true, true],
  ['relayTcp', true, true],
])('%s tries remote UDP: %s, TCP: %s', (ways, tries, triesTcp) => {
  expect(keepsCandidate(ways, udp)).toBe(tries);
  expect(keepsCandidate(ways, tcp)).toBe(triesTcp);
  // The end of the candidates.
  expect(keepsCandidate(ways, '')).toBe(true);
});

it.each([
  ['turn:a.test:3478', 'udp'],
  ['turn:a.test:3478?transport=udp', 'udp'],
  ['turn:a.test:3478?transport=tcp', 'tcp'],
  ['turns:a.test:443?transport=tcp', 'tls'],
] as const)('%s goes by %s', (url, protocol) => {
  expect(relayProtocolOf(url)).toBe(protocol);
});

it.each<[Ways, readonly string[]]>([
  ['automatic', ['stun:s.test', 'turn:a.test?transport=udp', 'turn:a.test?transport=tcp', 'turns:a.test:443']],
  ['udp', []],
  ['tcp', []],
  ['relay', ['turn:a.test?transport=udp', 'turn:a.test?transport=tcp', 'turns:a.test:443']],
  ['relayTcp', ['turn:a.test?transport=tcp', 'turns:a.test:443']],
])('%s keeps %j', (ways, kept) => {
  const servers = [
    { urls: 'stun:s.test' },
    { urls: ['turn:a.test?transport=udp', 'turn:a.test?transport=tcp'], username: 'u', credential: 'c' },
    { urls: 'turns:a.test:443', username: 'u', credential: 'c' },
  ];
  const result = keepIceServers(ways, servers);
  expect(result.flatMap(({ urls }) => urls)).toEqual(kept);
  expect(
    result.filter(({ urls }) => [urls].flat()[0]?.startsWith('turn')).every(({ username }) => username === 'u'),
  ).toBe(true);
});

describe('how long an attempt of a call that was on waits for the first word', () => {
  it.each([
    ['as usual where nothing is known', 4_000, null, 1, 4_000],
    ['a second where the server was fast', 4_000, 60, 1, 1_000],
    ['four times as long as it took', 4_000, 600, 1, 2_400],
    ['never longer than usual', 2_500, 1_500, 3, 2_500],
    ['longer from the fifth on', 2_500, 60, 5, 2_000],
    ['as usual at last', 2_500, 60, 9, 2_500],
  ])('%s', (_, usual, answeredIn, attempt, expected) => {
    expect(rejoinSignalTimeout(usual, answeredIn, attempt)).toBe(expected);
  });
});
