import { decodeJwt } from 'jose';
import type { Session } from '@parley/shared/backends/parley/session';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type World } from './world.ts';

// shared/seeds/webchat.txt, requirement by requirement, against a real LiveKit server.
let world: World;
let ada: Session;
let root: Session;
const id = { lobby: '', notes: '', den: '' };

beforeAll(async () => {
  world = await createWorld({
    accounts: [
      { login: 'ada', name: 'Ada', password: 'pw-ada' },
      { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
    ],
    channels: [
      { name: 'Lobby', kind: 'voice' },
      { name: 'Notes', kind: 'text' },
      { name: 'Den', kind: 'voice' },
    ],
  });
  [ada, root] = [await world.signIn('ada'), await world.signIn('root')];
  id.lobby = (await world.channelNamed(ada.accessToken, 'Lobby')).id;
  id.notes = (await world.channelNamed(ada.accessToken, 'Notes')).id;
  id.den = (await world.channelNamed(ada.accessToken, 'Den')).id;
});
afterAll(() => world?.close());

const join = (channelId: string, token: string | undefined = ada.accessToken) =>
  world.call('POST', `/channels/${channelId}/voice/join`, token);
const deny = async (channelId: string, permissions: readonly string[]) => {
  const overrides = [{ subject: 'account', id: ada.account.id, allow: [], deny: permissions }];
  await world.call('PUT', `/api/channels/${channelId}/overrides`, root.accessToken, { overrides });
};

describe('webchat', () => {
  it.each<[section: string, requirement: string, check: () => Promise<void>]>([
    [
      '§2 "Update Main Router", §5 "Test Voice Connection"',
      'a POST without a body and without a prefix is answered',
      async () => expect((await join(id.lobby)).status).toBe(200),
    ],
    [
      '§2 "Voice Routes"',
      'the answer is url, token and room, and the room is the channel',
      async () =>
        expect((await join(id.lobby)).body).toEqual({
          url: world.livekit.url,
          token: expect.any(String) as unknown,
          room: id.lobby,
        }),
    ],
    [
      '§2 "Voice Routes"',
      'a channel that is not there is 404 "Channel not found"',
      async () => expect(await join('65f0c0ffee')).toEqual({ status: 404, body: 'Channel not found' }),
    ],
    [
      '§2 "Voice Routes"',
      'a text channel is 400 "Not a voice channel"',
      async () => expect(await join(id.notes)).toEqual({ status: 400, body: 'Not a voice channel' }),
    ],
    [
      '§2 "Voice Routes" (`user: AuthUser`)',
      'nobody is let in without a bearer, or by a wrong one',
      async () => {
        const answer = await fetch(`${world.server().address}/channels/${id.lobby}/voice/join`, { method: 'POST' });
        expect([answer.status, await answer.text()]).toEqual([401, 'Unauthorized']);
        expect(await join(id.lobby, 'x')).toEqual({ status: 401, body: 'Unauthorized' });
      },
    ],
    [
      '§2 "LiveKit Token Generation"',
      'the token is for an hour, for the room, in the name of the account',
      async () => {
        const { token } = (await join(id.lobby)).body as { token: string };
        const claims = decodeJwt(token);
        expect(claims).toMatchObject({
          sub: ada.account.id,
          iss: world.livekit.apiKey,
          video: { room: id.lobby, roomJoin: true, canPublish: true, canSubscribe: true },
        });
        expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(3600);
      },
    ],
    [
      '§5 "Test Voice Connection"',
      'a body of any type that is empty does not matter',
      async () => {
        const headers = { authorization: `Bearer ${ada.accessToken}`, 'content-type': 'application/json' };
        const url = `${world.server().address}/channels/${id.lobby}/voice/join`;
        expect((await fetch(url, { method: 'POST', headers })).status).toBe(200);
      },
    ],
    [
      'deviation',
      'a channel that one may not see is one that is not there, and one that one may not enter is 403',
      async () => {
        await deny(id.den, ['VIEW']);
        expect(await join(id.den)).toEqual({ status: 404, body: 'Channel not found' });
        await deny(id.den, ['JOIN']);
        expect(await join(id.den)).toEqual({ status: 403, body: 'Forbidden' });
        await deny(id.den, []);
      },
    ],
    [
      'deviation',
      'the grants are what the role gives',
      async () => {
        await deny(id.den, ['SPEAK', 'SEND']);
        const { token } = (await join(id.den)).body as { token: string };
        expect(decodeJwt(token)['video']).toMatchObject({
          canPublishSources: ['camera', 'screen_share'],
          canPublishData: false,
        });
        await deny(id.den, []);
      },
    ],
  ])('%s: %s', (_section, _requirement, check) => check());

  it('joins for real: occupants know the account, and a ban reaches it and its ticket', async () => {
    const ticket = (await join(id.lobby)).body as { url: string; token: string };
    const room = await world.enter(ticket);
    const gone = vi.fn();
    room.on('disconnected', gone);
    await vi.waitFor(async () =>
      expect((await world.channelNamed(root.accessToken, 'Lobby')).occupants).toMatchObject([
        { identity: ada.account.id, accountId: ada.account.id, name: 'Ada' },
      ]),
    );
    const ban = { accountId: ada.account.id, reason: 'spam' };
    expect((await world.call('POST', `/api/channels/${id.lobby}/ban`, root.accessToken, ban)).status).toBe(204);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(await join(id.lobby)).toEqual({ status: 403, body: 'Forbidden' });
    const back = await world.enter(ticket);
    const goneAgain = vi.fn();
    back.on('disconnected', goneAgain);
    await vi.waitFor(() => expect(goneAgain).toHaveBeenCalled());
  });
});
