import { describe, expect, it } from 'vitest';
import {
  blockedError,
  noEvidence,
  withLocal,
  withRemote,
  withServer,
  withTurnError,
  type MediaEvidence,
} from './evidence.ts';

const udp = 'candidate:1 1 udp 2130706431 10.97.2.2 7882 typ host generation 0';
const tcp = 'candidate:2 1 tcp 1671430143 2001:db8::2 7881 typ host tcptype passive';
const relay = 'candidate:3 1 udp 41885439 10.97.2.2 49161 typ relay raddr 0.0.0.0 rport 0';

const seen = (...changes: ((before: MediaEvidence) => MediaEvidence)[]): MediaEvidence =>
  changes.reduce((before, change) => change(before), noEvidence);
const offered = [
  (before: MediaEvidence) => withRemote(before, udp),
  (before: MediaEvidence) => withRemote(before, tcp),
] as const;
const turn = (before: MediaEvidence): MediaEvidence => withServer(before, 'turns:turn.test:443?transport=tcp');

describe('why media did not get through', () => {
  it('names each address that did not answer, once', () => {
    const { message } = blockedError(seen(...offered, ...offered));
    expect(message).toBe(
      'Signalling works; no answer from UDP 10.97.2.2:7882, no answer from TCP [2001:db8::2]:7881, the server offers no TURN relay.',
    );
  });

  it.each([
    ['no relay on offer', [...offered], 'mediaBlocked'],
    ['a relay that does not answer', [...offered, turn], 'relayUnreachable'],
    [
      'a relay that cannot be reached, as the browser says',
      [turn, (b: MediaEvidence) => withTurnError(b, 701)],
      'relayUnreachable',
    ],
    ['a relay that refuses', [turn, (b: MediaEvidence) => withTurnError(b, 401)], 'relayRefused'],
    ['a relay that carries nothing', [turn, (b: MediaEvidence) => withLocal(b, relay)], 'relayDead'],
    [
      'a relay demanded where there is none',
      [(b: MediaEvidence): MediaEvidence => ({ ...b, ways: ['relay'] })],
      'relayMissing',
    ],
    ['STUN servers are no relays', [(b: MediaEvidence) => withServer(b, 'stun:s.test')], 'mediaBlocked'],
  ] satisfies [string, ((before: MediaEvidence) => MediaEvidence)[], string][])('%s', (_what, changes, reason) => {
    const ways: MediaEvidence = { ...noEvidence, ways: ['automatic'] };
    expect(blockedError(changes.reduce((before, change) => change(before), ways)).reason).toBe(reason);
  });
});
