import type { Room } from '@livekit/rtc-node';
import type { AccountList } from '@parley/shared/backends/parley/accounts';
import type { Code, GuestLinkList } from '@parley/shared/backends/parley/codes';
import type { AuditLog } from '@parley/shared/backends/parley/moderation';
import type { RoleInfo } from '@parley/shared/backends/parley/roles';
import type { Session } from '@parley/shared/backends/parley/session';
import type { Permission } from '@parley/shared/backends/permissions';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type World } from './world.ts';

// People who come into one channel by a link, against a real server and a real LiveKit.
let world: World;
let root: Session;
let ada: Session;
const id = { lobby: '', den: '' };
const hour = 3_600_000;

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [
        { name: 'Lobby', kind: 'voice' },
        { name: 'Den', kind: 'voice' },
      ],
    },
    { signInLimit: 4 },
  );
  [root, ada] = [await world.signIn('root'), await world.signIn('ada')];
  id.lobby = (await world.channelNamed(root.accessToken, 'Lobby')).id;
  id.den = (await world.channelNamed(root.accessToken, 'Den')).id;
});
afterEach(async () => {
  world.setClock(0);
  await override(id.lobby, []);
});
afterAll(() => world?.close());

const override = (channelId: string, overrides: readonly object[]) =>
  world.call('PUT', `/api/channels/${channelId}/overrides`, root.accessToken, { overrides });
const forEveryone = (deny: readonly Permission[]) => ({ subject: 'role', id: 'everyone', allow: [], deny });
const linksOf = (channelId: string) => `/api/channels/${channelId}/guest-links`;
const createLink = async (link: object = {}, channelId = id.lobby): Promise<Code> => {
  const { status, body } = await world.call('POST', linksOf(channelId), root.accessToken, link);
  expect(status).toBe(201);
  return body as Code;
};
const open = (code: string, name = 'Gast') => world.call('POST', '/api/guests', undefined, { code, name });
const guest = async (link: object = {}, name = 'Gast'): Promise<Session & { link: string }> => {
  const { id: link_, code } = await createLink(link);
  const { status, body } = await open(code, name);
  expect(status).toBe(201);
  return { ...(body as Session), link: link_ };
};
const come = async (session: Session): Promise<{ room: Room; gone: ReturnType<typeof vi.fn> }> => {
  const room = await world.enter(await world.ticket(session.accessToken, id.lobby));
  const gone = vi.fn();
  room.on('disconnected', gone);
  return { room, gone };
};
const isIn = async ({ accessToken }: Session): Promise<boolean> =>
  (await world.call('GET', '/api/me', accessToken)).status === 200;

describe('a guest link', () => {
  it('is told once, is listed with its guests, and is in the audit log', async () => {
    const { id: linkId, code, expiresAt } = await createLink({ uses: 3, seconds: 3600 });
    await open(code);
    const { links } = (await world.call('GET', linksOf(id.lobby), root.accessToken)).body as GuestLinkList;
    expect(links[0]).toEqual({
      id: linkId,
      usesLeft: 2,
      guests: 1,
      createdBy: root.account.id,
      createdAt: expiresAt - hour,
      expiresAt,
    });
    expect(JSON.stringify(links)).not.toContain(code);
    expect((await world.call('GET', linksOf(id.den), root.accessToken)).body).toEqual({ links: [] });
    const { entries } = (await world.call('GET', '/api/audit?limit=1', root.accessToken)).body as AuditLog;
    expect(entries).toMatchObject([{ action: 'createGuestLink', by: root.account.id, channelId: id.lobby }]);
    expect(JSON.stringify(entries)).not.toContain(code);
  });

  it('is good for its uses and no more, also when they come at once', async () => {
    const { code } = await createLink({ uses: 2 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => open(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(2);
    world.setClock(61_000);
  });

  it('is made by whoever has MANAGE_ROLES and JOIN in the channel, for one month at most', async () => {
    const link = (body: object = {}) => world.call('POST', linksOf(id.lobby), ada.accessToken, body);
    expect((await link()).status).toBe(403);
    await override(id.lobby, [{ subject: 'account', id: ada.account.id, allow: ['MANAGE_ROLES'], deny: ['JOIN'] }]);
    expect(await link()).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('Nobody gives') as unknown } },
    });
    await override(id.lobby, [{ subject: 'account', id: ada.account.id, allow: ['MANAGE_ROLES'], deny: [] }]);
    expect((await link()).status).toBe(201);
    expect((await link({ seconds: 31 * 24 * 3600 })).status).toBe(400);
    expect((await world.call('POST', linksOf(id.den), ada.accessToken, {})).status).toBe(403);
  });

  it('is guessed at a few times a minute, and the security log says so', async () => {
    world.setClock(2 * 61_000);
    const statuses: number[] = [];
    for (let time = 0; time < 6; time += 1) statuses.push((await open('guess')).status);
    expect(statuses).toEqual([403, 403, 403, 403, 429, 429]);
    const { body } = await world.call('GET', '/api/security?limit=1', root.accessToken);
    expect(body).toMatchObject({ entries: [{ kind: 'codeRefused', accountId: null }] });
  });
});

describe('a guest', () => {
  it('sees and joins one channel, and is marked', async () => {
    world.setClock(3 * 61_000);
    const session = await guest({}, ' Gast\u202e ');
    expect(session.account).toMatchObject({ name: 'Gast', guest: true, administrator: false });
    expect((await world.channels(session.accessToken)).map(({ name }) => name)).toEqual(['Lobby']);
    const { room } = await come(session);
    await vi.waitFor(async () => {
      const { occupants } = await world.channelNamed(root.accessToken, 'Lobby');
      expect(occupants).toMatchObject([{ accountId: session.account.id, name: 'Gast', guest: true }]);
    });
    const accounts = ((await world.call('GET', '/api/accounts', root.accessToken)).body as AccountList).accounts;
    expect(accounts.filter((one) => one.guest === true).map((one) => one.id)).toContain(session.account.id);
    expect(accounts.find((one) => one.login === 'ada')).not.toHaveProperty('guest');
    await room.disconnect();
  });

  it('can do nothing else, in the channel or elsewhere', async () => {
    const { accessToken, account } = await guest();
    const status = async (method: string, path: string, body?: object) =>
      (await world.call(method, path, accessToken, body)).status;
    expect(await status('POST', `/api/channels/${id.den}/join`, {})).toBe(404);
    expect(await status('POST', `/channels/${id.den}/voice/join`)).toBe(404);
    expect(await status('POST', '/api/livekit/token', { roomId: id.den })).toBe(403);
    expect(await status('POST', '/api/livekit/token', { roomName: 'Den' })).toBe(404);
    expect(await status('POST', '/api/livekit/token', { instance: 'meet', roomName: 'Lobby' })).toBe(403);
    expect(await status('POST', linksOf(id.lobby), {})).toBe(403);
    expect(await status('POST', '/api/channels', { name: 'x', kind: 'voice' })).toBe(403);
    expect(await status('GET', '/api/accounts')).toBe(403);
    const { roles } = (await world.call('GET', '/api/roles', accessToken)).body as { roles: RoleInfo[] };
    expect(roles.map((role) => role.id)).toEqual(['everyone']);
    expect(await world.call('POST', '/api/session', undefined, { login: account.login, password: 'x' })).toMatchObject({
      status: 401,
    });
  });

  it('has no role, no password and no tier, whoever gives them', async () => {
    const { account, accessToken } = await guest();
    const give = async (method: string, path: string, body?: object) =>
      (await world.call(method, `/api/accounts/${account.id}/${path}`, root.accessToken, body)).status;
    expect(await give('PUT', 'roles', { roles: ['administrator'] })).toBe(409);
    expect(await give('POST', 'reset')).toBe(409);
    expect(await give('PUT', 'tier', { tier: 'studio' })).toBe(409);
    await override(id.lobby, [{ subject: 'account', id: account.id, allow: ['KICK', 'MANAGE_ROLES'], deny: [] }]);
    expect((await world.channelNamed(accessToken, 'Lobby')).permissions).toEqual([
      'VIEW',
      'JOIN',
      'SPEAK',
      'CAMERA',
      'SCREEN',
      'SEND',
    ]);
  });

  it('comes into a channel that is closed to everybody, with no more than everybody has there', async () => {
    await override(id.lobby, [forEveryone(['VIEW', 'CAMERA'])]);
    const { accessToken } = await guest();
    const { token } = await world.ticket(accessToken, id.lobby);
    expect(decodeJwt(token)['video']).toMatchObject({
      room: id.lobby,
      canPublishSources: ['microphone', 'screen_share', 'screen_share_audio'],
    });
  });

  it('is muted, kicked and banned like anybody', async () => {
    const session = await guest();
    const { gone } = await come(session);
    const person = { accountId: session.account.id, reason: 'noise' };
    await world.call('POST', `/api/channels/${id.lobby}/mute`, root.accessToken, person);
    await vi.waitFor(async () => {
      const { occupants } = await world.channelNamed(root.accessToken, 'Lobby');
      expect(occupants).toMatchObject([{ accountId: session.account.id, hardMuted: true }]);
    });
    await world.call('POST', `/api/channels/${id.lobby}/ban`, root.accessToken, person);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect((await world.call('POST', `/api/channels/${id.lobby}/join`, session.accessToken, {})).status).toBe(403);
  });

  it('who is banned cannot come again by the same link; who came by it stays', async () => {
    const { code } = await createLink({ uses: 5 });
    const [rude, kind] = [(await open(code, 'Rude')).body as Session, (await open(code, 'Kind')).body as Session];
    const mute = { accountId: rude.account.id, reason: 'noise' };
    await world.call('POST', `/api/channels/${id.lobby}/mute`, root.accessToken, mute);
    expect((await open(code, 'A third')).status).toBe(201);
    await world.call('POST', `/api/channels/${id.lobby}/ban`, root.accessToken, mute);
    expect((await open(code, 'Rude again')).status).toBe(403);
    await world.call('POST', `/api/channels/${id.lobby}/unban`, root.accessToken, mute);
    expect((await open(code, 'Rude again')).status).toBe(403);
    expect((await world.call('POST', `/api/channels/${id.lobby}/join`, kind.accessToken, {})).status).toBe(200);
    const { entries } = (await world.call('GET', '/api/audit?limit=3', root.accessToken)).body as AuditLog;
    expect(entries.map(({ action }) => action)).toEqual(['unban', 'ban', 'closeGuestLink']);
  });

  it('who is muted is not heard again by the same link, until a moderator says so', async () => {
    const { code } = await createLink({ uses: 5 });
    const rude = (await open(code, 'Rude')).body as Session;
    const grantsNow = async (session: Session) =>
      decodeJwt<{ video: object }>((await world.ticket(session.accessToken, id.lobby)).token).video;
    const heard = { canPublishSources: expect.arrayContaining(['microphone']) as unknown };
    const act = (what: string, { account }: Session, more: object = {}) =>
      world.call('POST', `/api/channels/${id.lobby}/${what}`, root.accessToken, {
        accountId: account.id,
        reason: 'noise',
        ...more,
      });
    await act('mute', rude, { seconds: 3600 });
    const again = (await open(code, 'Rude again')).body as Session;
    expect(await grantsNow(again)).not.toMatchObject(heard);
    const { occupants: _, ...lobby } = await world.channelNamed(again.accessToken, 'Lobby');
    expect(lobby.permissions).not.toContain('SPEAK');
    await act('unmute', again);
    expect(await grantsNow(again)).toMatchObject(heard);
    expect(await grantsNow(rude)).not.toMatchObject(heard);
    await act('unmute', rude);
    expect(await grantsNow((await open(code, 'A third')).body as Session)).toMatchObject(heard);
    await act('mute', rude, { seconds: 60 });
    world.setClock(61_000);
    expect(await grantsNow((await open(code, 'A fourth')).body as Session)).toMatchObject(heard);
  });

  it('stays over a restart and a refresh, and goes with the link: from the call too', async () => {
    const { refreshToken, link, account } = await guest();
    await world.restart();
    const { status, body } = await world.call('POST', '/api/session/refresh', undefined, { refreshToken });
    expect(status).toBe(200);
    const session = body as Session;
    expect(session.account).toEqual(account);
    const ear = await world.listen(session.accessToken);
    const ticket = await world.ticket(session.accessToken, id.lobby);
    const { gone } = await come(session);
    const revoke = (channelId: string) => world.call('DELETE', `${linksOf(channelId)}/${link}`, root.accessToken);
    expect((await revoke(id.den)).status).toBe(404);
    expect((await revoke(id.lobby)).status).toBe(204);
    expect((await revoke(id.lobby)).status).toBe(404);
    await vi.waitFor(() => {
      expect(gone).toHaveBeenCalled();
      expect(ear.closed()).toBe(4401);
    });
    expect(await isIn(session)).toBe(false);
    const back = await world.enter(ticket);
    const goneAgain = vi.fn();
    back.on('disconnected', goneAgain);
    await vi.waitFor(() => expect(goneAgain).toHaveBeenCalled());
  });

  it('has to go when the link\u2019s time is over', async () => {
    const session = await guest({ seconds: 60 });
    const { gone } = await come(session);
    await vi.waitFor(async () =>
      expect((await world.channelNamed(root.accessToken, 'Lobby')).occupants).toHaveLength(1),
    );
    world.setClock(62_000);
    // The permissions end with the clock; the account with the next comparison.
    expect(await world.channels(session.accessToken)).toEqual([]);
    await world.server().services.occupants.reconcile();
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await vi.waitFor(async () => expect(await isIn(session)).toBe(false));
  });

  it('goes with the channel', async () => {
    const channel = { name: 'Passing', kind: 'voice' };
    const { id: passing } = (await world.call('POST', '/api/channels', root.accessToken, channel)).body as {
      id: string;
    };
    const { code } = await createLink({}, passing);
    const session = (await open(code)).body as Session;
    await world.call('DELETE', `/api/channels/${passing}`, root.accessToken);
    expect(await isIn(session)).toBe(false);
  });

  it('has a name of text: readable, without control characters', async () => {
    const { code } = await createLink({ uses: 3 });
    for (const name of ['', ' ', '\u200b', 'a\u0007b', 'a\u0000b', 'x'.repeat(257)]) {
      expect((await open(code, name)).status, JSON.stringify(name)).toBe(400);
    }
    const names = ['<b>Bob</b>', 'Боб', '👩‍👩‍👧'];
    for (const name of names) expect(((await open(code, name)).body as Session).account.name).toBe(name);
  });
});
