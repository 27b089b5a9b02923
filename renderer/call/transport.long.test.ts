import { expect, it } from 'vitest';
import { mintTicket, useCalls, view } from '../../tests/fixtures/calls.ts';
import { useCuttable } from '../../tests/fixtures/cuttable.ts';
import type { Ways } from './transport/attempt.ts';

// What waits for much that never answers; the other joins are in transport.integration.test.ts.
const relayed = useCalls({
  iceLite: true,
  // Nobody listens there.
  turnServers: [{ host: '127.0.0.1', port: 9, protocol: 'tcp', secret: 'a secret of tests' }],
});
const relayedNetwork = useCuttable(relayed);

it('a join where the server offers a relay tries it, and says that it cannot be reached', async () => {
  relayedNetwork().udp.cut();
  relayedNetwork().tcp.cut();
  const page = await relayed.open({
    ticket: async (room) => ({
      ok: true,
      value: { ...(await mintTicket(relayed.livekit(), room, 'ada')), transport: 'tcp' },
    }),
    reroute: relayedNetwork().reroute,
  });
  const tried = new Set<Ways>();
  await relayed.startJoining(page, 'no-answer');
  await expect
    .poll(
      async () => {
        const { state } = await view(page);
        if (state.phase === 'connecting' && state.ways !== null) tried.add(state.ways);
        return state.phase;
      },
      { timeout: 15_000, interval: 50 },
    )
    .toBe('failed');
  expect((await view(page)).state).toMatchObject({ error: { reason: 'relayUnreachable' } });
  expect([...tried]).toEqual(['tcp', 'relayTcp']);
});
