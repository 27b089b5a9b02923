import { describe, expect, it } from 'vitest';
import { blockedLanes } from './blockedLanes.ts';

describe('where the ways of the voice end', () => {
  it.each([
    ['mediaBlocked', 'automatic', ['network', 'network', 'untried']],
    ['mediaBlocked', 'tcp', ['untried', 'network', 'untried']],
    ['relayUnreachable', 'automatic', ['network', 'network', 'network']],
    ['relayRefused', 'automatic', ['network', 'network', 'server']],
    ['relayDead', 'tcp', ['untried', 'network', 'server']],
    ['relayDead', 'relay', ['untried', 'untried', 'server']],
    ['relayUnreachable', 'relayTcp', ['untried', 'untried', 'network']],
    ['relayMissing', 'relay', ['untried', 'untried', 'untried']],
  ] as const)('%s, %s', (reason, mode, ends) => {
    expect(blockedLanes(reason, mode)?.map(({ end }) => end)).toEqual(ends);
  });

  it('is said for no other reason', () => {
    expect(blockedLanes('voiceServerDown', 'automatic')).toBeNull();
    expect(blockedLanes(undefined, 'automatic')).toBeNull();
  });
});
