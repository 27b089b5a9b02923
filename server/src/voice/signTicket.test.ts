import { permissions } from '@parley/shared/backends/permissions';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { AccessToken, RoomConfiguration, TokenVerifier } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { grantsOf } from './grants.ts';
import { createTicketSigner } from './signTicket.ts';

const [apiKey, apiSecret] = ['devkey', 'a secret of thirty-two characters!'];
const anyClaims = fc.record({
  identity: fc.string({ minLength: 1, unit: 'grapheme' }),
  name: fc.string({ minLength: 1, unit: 'grapheme' }),
  room: fc.string({ minLength: 1, unit: 'grapheme' }),
  life: fc.integer({ min: 1, max: 21_600 }),
  roomConfig: fc.option(fc.constant(new RoomConfiguration({ maxParticipants: 1, emptyTimeout: 5 })), {
    nil: undefined,
  }),
  grants: fc.subarray([...permissions]).map((some) => grantsOf(new Set(some))),
});

describe('a ticket', () => {
  it('is what LiveKit\u2019s own library makes of the same', async () => {
    const sign = createTicketSigner(apiKey, apiSecret, Date.now);
    await fc.assert(
      fc.asyncProperty(anyClaims, async (claims) => {
        const { identity, name, room, life, grants, roomConfig } = claims;
        const theirs = new AccessToken(apiKey, apiSecret, { identity, name, ttl: life });
        theirs.addGrant({ ...grants, canPublishSources: [...grants.canPublishSources], room, roomJoin: true });
        if (roomConfig !== undefined) theirs.roomConfig = roomConfig;
        const [ours, other] = [sign(claims), await theirs.toJwt()];
        expect(decodeProtectedHeader(ours)).toEqual(decodeProtectedHeader(other));
        const [{ exp = 0, nbf = 0, ...rest }, their] = [decodeJwt(ours), decodeJwt(other)];
        const { exp: _exp, nbf: theirStart = 0, ...theirRest } = their;
        expect(rest).toEqual(theirRest);
        expect(exp - nbf).toBe(life);
        expect(Math.abs(nbf - theirStart)).toBeLessThanOrEqual(1);
        expect(await new TokenVerifier(apiKey, apiSecret).verify(ours)).toMatchObject({ sub: identity });
      }),
    );
  });

  it('is good with its own secret only', async () => {
    const claims = { identity: 'ada', name: 'Ada', room: 'r', life: 60, grants: grantsOf(new Set(['VIEW', 'JOIN'])) };
    const ticket = createTicketSigner(apiKey, `${apiSecret}x`, Date.now)(claims);
    await expect(new TokenVerifier(apiKey, apiSecret).verify(ticket)).rejects.toThrow('signature');
  });
});
