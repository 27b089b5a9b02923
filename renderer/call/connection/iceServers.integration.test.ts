import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnCredentials } from '../../../server/src/turn/credentials.ts';
import { startCoturn, type Coturn } from '../../../server/test/coturn.ts';
import { mintTicket, useCalls, view } from '../../../tests/fixtures/calls.ts';

// Chromium, LiveKit and coturn are real. Doubles: as in `callMedia.integration.test.ts`.
const call = useCalls();
const secret = 'the secret of a TURN server';
let coturn: Coturn;

beforeAll(async () => {
  coturn = await startCoturn(secret);
});
afterAll(() => coturn?.stop());

describe('a ticket that has TURN servers', () => {
  it('gets a call through by them alone, with the credentials of the ticket', async () => {
    const turn = { secret, urls: [`turn:127.0.0.1:${coturn.port}?transport=tcp`], ttl: 600 };
    const { urls, username, credential } = turnCredentials(turn, 'ada-of-the-ticket', Date.now());
    const page = await call.open({
      ticket: async (room) => ({
        ok: true,
        value: {
          ...(await mintTicket(call.livekit(), room, 'ada')),
          iceServers: [{ urls: [...urls], username, credential }],
        },
      }),
    });
    await page.evaluate(allowRelaysOnly);
    await call.joined(page, 'relayed');
    expect(coturn.output()).toMatch(/new, realm=<parley\.test>, username=<\d+:ada-of-the-ticket>/);
    await expect.poll(async () => (await view(page)).path, { timeout: 10_000 }).toMatchObject({ kind: 'TURN-TCP' });
  });
});

/** As if nothing but a relay were reachable: on one machine everything is. */
function allowRelaysOnly(): void {
  const relayed = (configuration?: RTCConfiguration): RTCConfiguration => ({
    ...configuration,
    iceTransportPolicy: 'relay',
  });
  const { RTCPeerConnection } = globalThis;
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(relayed(configuration));
    }
    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration(relayed(configuration));
    }
  };
}
