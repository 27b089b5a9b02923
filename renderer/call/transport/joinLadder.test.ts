import { describe, expect, it } from 'vitest';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { ConnectAdvice } from '../connection/connectFailure.ts';
import { withRemote, withServer } from './evidence.ts';
import { createJoinLadder } from './joinLadder.ts';

const ticket: JoinTicket = { url: 'ws://x', token: 't', room: 'r', identity: 'ada', transport: 'automatic' };
const noMedia: ConnectAdvice = {
  kind: 'retry',
  attempts: 3,
  error: { code: 'unavailable', reason: 'mediaBlocked', message: 'x' },
};
const away: ConnectAdvice = { ...noMedia, error: { code: 'unavailable', reason: 'voiceServerDown', message: 'x' } };

function createWorld(more: Partial<JoinTicket> = {}) {
  const remembered: (string | null)[] = [];
  const given = { ...ticket, ...more };
  const ladder = createJoinLadder({ onWays: () => undefined, remember: (ways) => void remembered.push(ways) });
  let attempts = 0;
  const attempt = (): string => {
    const { ways } = ladder.plan(given, (attempts += 1));
    ladder.see((seen) => {
      const offered = withServer(withRemote(seen, 'candidate:1 1 tcp 1 192.0.2.7 7881 typ host'), 'turns:a.test:443');
      return { ...offered, ways: [...offered.ways, ways] };
    });
    return ways;
  };
  return { ladder, remembered, given, attempt };
}

describe('what is remembered of a network', () => {
  it('is the way to which a join had to move down; and UDP is not trusted with the call there', () => {
    const { ladder, remembered, given, attempt } = createWorld();
    expect([attempt(), ladder.trustsUdp(false)]).toEqual(['automatic', true]);
    ladder.explain(noMedia, given);
    expect(attempt()).toBe('tcp');
    ladder.connected(given);
    expect([remembered, ladder.trustsUdp(false), ladder.trustsUdp(true)]).toEqual([['tcp'], false, false]);
    ladder.networkChanged();
    expect(ladder.trustsUdp(false)).toBe(true);
  });

  it('is nothing where the first attempt got through, or only the server was away', () => {
    const { ladder, remembered, given, attempt } = createWorld();
    attempt();
    ladder.explain(away, given);
    expect(attempt()).toBe('automatic');
    ladder.connected(given);
    expect([remembered, ladder.trustsUdp(false)]).toEqual([[], true]);
    ladder.climbFailed('tcp');
    expect(ladder.trustsUdp(true)).toBe(true);
    ladder.climbFailed('udp');
    expect(ladder.trustsUdp(true)).toBe(false);
  });

  it('is TCP where the call climbed to it from a relay, because UDP did not answer', () => {
    const { ladder, remembered, given, attempt } = createWorld();
    attempt();
    ladder.connected(given);
    ladder.climbed('tcp', given);
    expect([remembered, ladder.trustsUdp(false)]).toEqual([['tcp'], true]);
  });

  it('is the relay, too, where UDP must not be used; nothing where only a relay may', () => {
    for (const [transport, ways, expected] of [
      ['tcp', ['tcp', 'relayTcp'], ['relay']],
      ['relay', ['relay', 'relay'], []],
    ] as const) {
      const { ladder, remembered, given, attempt } = createWorld({ transport });
      const first = attempt();
      ladder.explain(noMedia, given);
      expect([first, attempt()]).toEqual(ways);
      ladder.connected(given);
      expect(remembered).toEqual(expected);
    }
    const again = createWorld({ transport: 'tcp', startWith: 'relay' });
    expect(again.attempt()).toBe('relayTcp');
    again.ladder.explain(noMedia, again.given);
    expect([again.attempt(), again.remembered]).toEqual(['tcp', [null]]);
  });

  it('keeps its age while it works, and is forgotten when it does not, or when UDP works', () => {
    const works = createWorld({ startWith: 'relay' });
    expect(works.attempt()).toBe('relay');
    works.ladder.connected(works.given);
    expect(works.remembered).toEqual([]);
    expect([works.ladder.trustsUdp(false), works.ladder.trustsUdp(true)]).toEqual([false, true]);
    works.ladder.climbed('tcp', works.given);
    expect(works.remembered).toEqual(['tcp']);
    works.ladder.climbed('udp', works.given);
    expect([works.remembered, works.ladder.trustsUdp(false)]).toEqual([['tcp', null], true]);

    const fails = createWorld({ startWith: 'tcp' });
    fails.attempt();
    fails.ladder.explain(noMedia, fails.given);
    expect([fails.attempt(), fails.remembered]).toEqual(['automatic', [null]]);
  });
});
