import type { Code, InvitationList } from '@parley/shared/backends/parley/codes';
import type { SecurityLog } from '@parley/shared/backends/parley/moderation';
import type { Session, SessionList } from '@parley/shared/backends/parley/session';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type World } from './world.ts';

// Accounts from the invitation to the deletion, against a real server; what is in a call, against a real LiveKit.
let world: World;
let root: string;
let lobby: string;
let made = 0;
const hour = 3_600_000;
const password = 'correct horse';

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [{ login: 'root', name: 'Root', password: 'pw-root', administrator: true }],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    { signInLimit: 50 },
  );
  root = (await world.signIn('root')).accessToken;
  lobby = (await world.channelNamed(root, 'Lobby')).id;
});
afterEach(() => world.setClock(0));
afterAll(() => world?.close());

async function invite(invitation: object = {}): Promise<Code> {
  const { status, body } = await world.call('POST', '/api/invitations', root, invitation);
  expect(status).toBe(201);
  return body as Code;
}
const signUp = (invitation: string, login = `person${(made += 1)}`) =>
  world.call('POST', '/api/accounts', undefined, { invitation, login, name: 'Person', password });
async function newcomer(invitation: object = {}): Promise<Session> {
  const { status, body } = await signUp((await invite(invitation)).code);
  expect(status).toBe(201);
  return body as Session;
}
const again = ({ account }: Session): Promise<Session> => world.signIn(account.login, password);
const isIn = async ({ accessToken }: Session): Promise<boolean> =>
  (await world.call('GET', '/api/me', accessToken)).status === 200;
const security = async (): Promise<SecurityLog['entries']> =>
  ((await world.call('GET', '/api/security', root)).body as SecurityLog).entries;

describe('an invitation', () => {
  it('makes one account, signed in, and is spent', async () => {
    const { code } = await invite();
    const first = await signUp(code, ' Newcomer ');
    expect(first).toMatchObject({ status: 201, body: { account: { login: 'newcomer', administrator: false } } });
    expect(await isIn(first.body as Session)).toBe(true);
    expect(await signUp(code)).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    expect((await security())[0]).toMatchObject({ kind: 'codeRefused', accountId: null });
  });

  it('for several is good for no more, also when they come at once', async () => {
    const { code } = await invite({ uses: 2 });
    const answers = await Promise.all([1, 2, 3, 4].map(() => signUp(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(2);
  });

  it('is not spent by a login that is taken', async () => {
    const { code } = await invite();
    expect(await signUp(code, 'ROOT')).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(await signUp(code)).toMatchObject({ status: 201 });
  });

  it('ends with its time, and when it is revoked', async () => {
    const [short, long] = [await invite({ seconds: 60 }), await invite()];
    const { invitations } = (await world.call('GET', '/api/invitations', root)).body as InvitationList;
    expect(invitations.map(({ id }) => id)).toEqual(expect.arrayContaining([short.id, long.id]));
    expect(JSON.stringify(invitations)).not.toContain(long.code);
    world.setClock(61_000);
    expect(await signUp(short.code)).toMatchObject({ status: 403 });
    world.setClock(0);
    expect(await world.call('DELETE', `/api/invitations/${long.id}`, root)).toMatchObject({ status: 204 });
    expect(await world.call('DELETE', `/api/invitations/${long.id}`, root)).toMatchObject({ status: 404 });
    expect(await signUp(long.code)).toMatchObject({ status: 403 });
  });

  it('may come with a role', async () => {
    const { accessToken } = await newcomer({ roleId: 'moderator' });
    expect((await world.channelNamed(accessToken, 'Lobby')).permissions).toContain('KICK');
    expect(await world.call('POST', '/api/invitations', root, { roleId: 'none' })).toMatchObject({ status: 404 });
  });
});

describe('a password', () => {
  it('is changed by whoever knows it, and the other sessions end at once', async () => {
    const first = await newcomer();
    const [here, there] = [await again(first), await again(first)];
    const ear = await world.listen(there.accessToken);
    const change = { password: 'wrong', newPassword: 'battery staple' };
    expect(await world.call('POST', '/api/me/password', here.accessToken, change)).toMatchObject({ status: 401 });
    expect(await isIn(there)).toBe(true);
    const right = { ...change, password };
    expect(await world.call('POST', '/api/me/password', here.accessToken, right)).toMatchObject({ status: 204 });
    expect([await isIn(here), await isIn(there), await isIn(first)]).toEqual([true, false, false]);
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
    const old = await world.call('POST', '/api/session', undefined, { login: first.account.login, password });
    expect(old).toMatchObject({ status: 401 });
    await world.signIn(first.account.login, 'battery staple');
  });

  it('is set anew once by an administrator\u2019s link, within its time, and every session ends', async () => {
    const session = await newcomer();
    const link = async () =>
      ((await world.call('POST', `/api/accounts/${session.account.id}/reset`, root)).body as Code).code;
    const reset = (code: string) =>
      world.call('POST', '/api/session/reset', undefined, { code, newPassword: 'battery staple' });
    const [void_, late] = [await link(), await link()];
    expect(await reset(void_)).toMatchObject({ status: 403 });
    world.setClock(25 * hour);
    expect(await reset(late)).toMatchObject({ status: 403 });
    world.setClock(0);
    const good = await link();
    expect(await reset(good)).toMatchObject({ status: 204 });
    expect(await reset(good)).toMatchObject({ status: 403 });
    expect(await isIn(session)).toBe(false);
    await world.signIn(session.account.login, 'battery staple');
  });
});

describe('sessions', () => {
  it('are listed by the program that they are of, and end one by one', async () => {
    const first = await newcomer();
    const { login } = first.account;
    const other = (await world.call('POST', '/api/session', undefined, { login, password, program: 'Desk' }))
      .body as Session;
    const ear = await world.listen(other.accessToken);
    const { sessions } = (await world.call('GET', '/api/me/sessions', first.accessToken)).body as SessionList;
    expect(sessions.map(({ program, current }) => [program, current])).toEqual(
      expect.arrayContaining([
        ['Desk', false],
        ['', true],
      ]),
    );
    const desk = sessions.find(({ program }) => program === 'Desk')?.id ?? '';
    expect(await world.call('DELETE', `/api/me/sessions/${desk}`, first.accessToken)).toMatchObject({ status: 204 });
    expect([await isIn(first), await isIn(other)]).toEqual([true, false]);
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
  });

  it('of a reused refresh token end, and the security log has it', async () => {
    const session = await newcomer();
    const refresh = () => world.call('POST', '/api/session/refresh', undefined, { refreshToken: session.refreshToken });
    for (const status of [200, 200, 401]) expect(await refresh()).toMatchObject({ status });
    expect(await isIn(session)).toBe(false);
    expect((await security())[0]).toMatchObject({ kind: 'tokenReused', accountId: session.account.id });
  });

  it('that nobody gets leave who tried and where from, not what was typed', async () => {
    const login = 'a password typed as a login';
    await world.call('POST', '/api/session', undefined, { login, password: 'x' });
    await world.call('POST', '/api/session', undefined, { login: 'root', password: 'x' });
    const entries = await security();
    expect(entries.slice(0, 2)).toMatchObject([
      { kind: 'signInFailed', accountId: expect.any(String) as string, address: '127.0.0.1' },
      { kind: 'signInFailed', accountId: null },
    ]);
    expect(JSON.stringify(entries)).not.toContain(login);
  });

  it('are one connection each: another account\u2019s token does not take it over', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    const ear = await world.listen(one.accessToken);
    await vi.waitFor(() => expect(ear.events).toHaveLength(2));
    ear.socket.send(JSON.stringify({ type: 'authenticate', accessToken: other.accessToken }));
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
  });
});

describe('an account', () => {
  it('is renamed, also for those in a call with it', async () => {
    const session = await newcomer();
    const room = await world.enter(await world.ticket(session.accessToken, lobby));
    await vi.waitFor(async () => expect((await world.channelNamed(root, 'Lobby')).occupants).toHaveLength(1));
    const renamed = await world.call('PATCH', '/api/me', session.accessToken, { name: ' Grace ' });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Grace' } });
    await vi.waitFor(async () =>
      expect((await world.rooms.listParticipants(lobby)).map(({ name }) => name)).toEqual(['Grace']),
    );
    for (const name of ['', ' ', '\u202e', '\u200b', 'x\0']) {
      expect(await world.call('PATCH', '/api/me', session.accessToken, { name })).toMatchObject({ status: 400 });
    }
    await room.disconnect();
  });

  it('may share its name, and has no name that only looks like another\u2019s', async () => {
    const one = await newcomer();
    const rename = async ({ accessToken }: Session, name: string) =>
      (await world.call('PATCH', '/api/me', accessToken, { name })).status;
    const other = await newcomer();
    expect(await rename(one, 'Paul Sand')).toBe(200);
    expect(await rename(other, 'Paul Sand')).toBe(200);
    for (const name of ['PauI Sand', 'Pаul Sand', 'Paul\u200B Sand', 'Paul\u00A0Sand']) {
      expect(await rename(other, name), name).toBe(409);
    }
    expect(await rename(one, 'Paula Sand')).toBe(200);
    const { code } = await invite();
    const join = (name: string, invitation = code) =>
      world.call('POST', '/api/accounts', undefined, { invitation, login: 'disguised', name, password });
    // Who has no invitation learns nobody's name.
    expect(await join('Pаula Sand', 'guess')).toMatchObject({ status: 403 });
    expect(await join('Pаula Sand')).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(await join('Another')).toMatchObject({ status: 201 });
  });

  it('is told all that is kept about it, and no secret', async () => {
    const session = await newcomer({ roleId: 'moderator' });
    await world.call('POST', '/api/mute', root, { accountId: session.account.id, reason: 'echo' });
    const { body } = await world.call('GET', '/api/me/export', session.accessToken);
    expect(body).toMatchObject({
      account: { login: session.account.login },
      roles: ['moderator'],
      sessions: [{ program: '' }],
      restrictions: [{ kind: 'mute', reason: 'echo' }],
      audit: [{ action: 'mute', reason: 'echo' }],
    });
    expect(JSON.stringify(body)).not.toMatch(/argon2|hash/i);
  });

  it('is deleted by whoever knows its password: sessions end, calls too, and others cannot', async () => {
    const session = await newcomer();
    const room = await world.enter(await world.ticket(session.accessToken, lobby));
    const gone = vi.fn<() => void>();
    room.on('disconnected', gone);
    await vi.waitFor(async () => expect((await world.channelNamed(root, 'Lobby')).occupants).toHaveLength(1));
    expect(await world.call('DELETE', '/api/me', session.accessToken, { password: 'x' })).toMatchObject({
      status: 401,
    });
    expect(await world.call('DELETE', '/api/me', session.accessToken, { password })).toMatchObject({ status: 204 });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(await isIn(session)).toBe(false);
    expect(await world.call('DELETE', '/api/me', root, { password: 'pw-root' })).toMatchObject({ status: 409 });
    await world.signIn('root');
  });

  it('is disabled by an administrator: signed out, out of its calls, and not let in again until it is enabled', async () => {
    const session = await newcomer();
    const ticket = await world.ticket(session.accessToken, lobby);
    const ear = await world.listen(session.accessToken);
    const room = await world.enter(ticket);
    const gone = vi.fn<() => void>();
    room.on('disconnected', gone);
    await vi.waitFor(async () => expect((await world.channelNamed(root, 'Lobby')).occupants).toHaveLength(1));
    const set = (disabled: boolean) =>
      world.call('PATCH', `/api/accounts/${session.account.id}`, root, { disabled, reason: 'left the team' });
    expect(await set(true)).toMatchObject({ status: 204 });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
    expect(await isIn(session)).toBe(false);
    const { login } = session.account;
    expect(await world.call('POST', '/api/session', undefined, { login, password })).toMatchObject({ status: 403 });
    expect(await world.call('POST', '/api/session', undefined, { login, password: 'x' })).toMatchObject({
      status: 401,
    });
    const back = await world.enter(ticket);
    const goneAgain = vi.fn<() => void>();
    back.on('disconnected', goneAgain);
    await vi.waitFor(() => expect(goneAgain).toHaveBeenCalled());
    expect(await set(false)).toMatchObject({ status: 204 });
    await again(session);
  });

  it('of an administrator is not disabled by another', async () => {
    const other = await newcomer({ roleId: 'administrator' });
    const disable = { disabled: true, reason: 'x' };
    const answer = await world.call('PATCH', `/api/accounts/${other.account.id}`, root, disable);
    expect(answer).toMatchObject({ status: 403 });
    expect(await world.call('PUT', `/api/accounts/${other.account.id}/roles`, root, { roles: [] })).toMatchObject({
      status: 204,
    });
    expect(await world.call('PATCH', `/api/accounts/${other.account.id}`, root, disable)).toMatchObject({
      status: 204,
    });
  });
});
