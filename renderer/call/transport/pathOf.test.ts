import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossBetween, packetsReceived, pathOf } from './pathOf.ts';

/** A report as Chromium 14x gives it, cut down to what matters. */
function report(local: object, pair: object = { currentRoundTripTime: 0.023 }): Map<string, object> {
  return new Map<string, object>([
    ['T01', { id: 'T01', type: 'transport', selectedCandidatePairId: 'CP1' }],
    ['CP0', { id: 'CP0', type: 'candidate-pair', localCandidateId: 'L0', state: 'failed' }],
    ['CP1', { id: 'CP1', type: 'candidate-pair', localCandidateId: 'L1', remoteCandidateId: 'R1', ...pair }],
    ['L0', { id: 'L0', type: 'local-candidate', candidateType: 'host', protocol: 'udp' }],
    ['L1', { id: 'L1', type: 'local-candidate', ...local }],
    ['R1', { id: 'R1', type: 'remote-candidate', candidateType: 'host', protocol: 'udp', port: 7882 }],
  ]);
}

describe('pathOf', () => {
  it.each([
    ['a host candidate over UDP', { candidateType: 'host', protocol: 'udp' }, 'UDP'],
    ['a reflexive candidate over UDP', { candidateType: 'prflx', protocol: 'udp' }, 'UDP'],
    ['ICE over TCP', { candidateType: 'prflx', protocol: 'tcp', tcpType: 'active' }, 'TCP'],
    ['TURN over UDP', { candidateType: 'relay', protocol: 'udp', relayProtocol: 'udp' }, 'TURN-UDP'],
    ['TURN over TCP', { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tcp' }, 'TURN-TCP'],
    [
      'TURN behind address translation',
      { candidateType: 'prflx', protocol: 'udp', relayProtocol: 'tcp', url: 'turn:192.0.2.7:3478?transport=tcp' },
      'TURN-TCP',
    ],
    ['TURN over TLS', { candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }, 'TURN-TLS'],
  ])('reads %s', (_, local, kind) => {
    expect(pathOf(report(local))).toMatchObject({ kind, roundTrip: 23 });
  });

  it.each([
    ['an empty report', new Map<string, object>()],
    ['no selected pair', new Map([['T', { type: 'transport' }]])],
    ['a pair that is not in the report', new Map([['T', { type: 'transport', selectedCandidatePairId: 'x' }]])],
    ['an unknown protocol', report({ candidateType: 'host', protocol: 'pigeon' })],
    ['a relay that does not say how it is reached', report({ candidateType: 'relay', protocol: 'udp' })],
  ])('knows nothing from %s', (_, stats) => {
    expect(pathOf(stats)).toBeNull();
  });

  it('has no round trip before the first answer', () => {
    expect(pathOf(report({ candidateType: 'host', protocol: 'udp' }, {}))).toMatchObject({ roundTrip: null });
  });

  it('tells the worse jitter of sound, in either direction', () => {
    const stats = report({ candidateType: 'host', protocol: 'udp' });
    expect(pathOf(stats)?.jitter).toBeNull();
    stats.set('I', { type: 'inbound-rtp', kind: 'audio', jitter: 0.004 });
    stats.set('V', { type: 'inbound-rtp', kind: 'video', jitter: 0.05 });
    stats.set('RI', { type: 'remote-inbound-rtp', kind: 'audio', jitter: 0.011 });
    expect(pathOf(stats)?.jitter).toBeCloseTo(11);
  });

  it('counts what was lost in both directions', () => {
    const stats = report({ candidateType: 'host', protocol: 'udp' });
    stats.set('I', { type: 'inbound-rtp', packetsReceived: 90, packetsLost: 10 });
    stats.set('O', { type: 'outbound-rtp', packetsSent: 100 });
    stats.set('RI', { type: 'remote-inbound-rtp', packetsLost: 5 });
    expect(pathOf(stats)?.packets).toEqual({ expected: 200, lost: 15 });
  });

  it('is never confused by what a report may hold', () => {
    const anything = fc.array(fc.tuple(fc.string(), fc.anything()));
    fc.assert(fc.property(anything, (entries) => pathOf(entries) === null || typeof pathOf(entries) === 'object'));
  });
});

describe('lossBetween', () => {
  const at = (expected: number, lost: number): { expected: number; lost: number } => ({ expected, lost });
  it.each([
    [at(0, 0), at(100, 5), 0.05],
    [at(100, 5), at(200, 5), 0],
    [at(100, 5), at(100, 5), null],
    [at(500, 5), at(10, 0), null],
    [at(100, 9), at(200, 5), 0],
    [at(0, 0), at(10, 50), 1],
  ])('%j then %j is %s', (before, after, loss) => {
    expect(lossBetween(before, after)).toBe(loss);
  });
});

describe('packetsReceived', () => {
  it('counts what arrived on every transport', () => {
    const stats = new Map<string, object>([
      ['T1', { type: 'transport', packetsReceived: 7 }],
      ['T2', { type: 'transport', packetsReceived: 5 }],
      ['P', { type: 'candidate-pair', packetsReceived: 100 }],
    ]);
    expect(packetsReceived(stats)).toBe(12);
    expect(packetsReceived(new Map())).toBe(0);
  });
});
