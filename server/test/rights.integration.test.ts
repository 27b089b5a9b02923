import {
  AudioFrame,
  AudioSource,
  LocalAudioTrack,
  TrackPublishOptions,
  TrackSource,
  type Room,
} from '@livekit/rtc-node';
import type { Channel, JoinTicket, Occupant } from '@parley/shared/backends/channel';
import { deafenedAttribute } from '@parley/shared/backends/deafened';
import { secondSessionOf } from '@parley/shared/backends/deviceIdentity';
import type { ServerNotice } from '@parley/shared/backends/parley/events';
import type { AuditLog, RestrictionList } from '@parley/shared/backends/parley/moderation';
import type { Overrides, RoleInfo } from '@parley/shared/backends/parley/roles';
import { permissions, type Permission } from '@parley/shared/backends/permissions';
import { decodeJwt } from 'jose';
import { TrackSource as ServerTrackSource } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type Ear, type World } from './world.ts';

// Roles, overrides and moderation, against a real LiveKit: what counts is what LiveKit then lets people do.
let world: World;
const people = ['ada', 'bo', 'mo', 'root'] as const;
type Person = (typeof people)[number];
const token = {} as Record<Person, string>;
const id = {} as Record<Person, string>;
let lobby: Channel;
let den: Channel;
const open: (Room | Ear)[] = [];

beforeAll(async () => {
  world = await createWorld({
    accounts: people.map((login) => ({ login, name: login, password: `pw-${login}`, administrator: login === 'root' })),
    channels: [
      { name: 'Lobby', kind: 'voice' },
      { name: 'Den', kind: 'voice', position: 1 },
      { name: 'Notes', kind: 'text', position: 2 },
    ],
  });
  for (const login of people) {
    const session = await world.signIn(login);
    token[login] = session.accessToken;
    id[login] = session.account.id;
  }
  lobby = await world.channelNamed(token.root, 'Lobby');
  den = await world.channelNamed(token.root, 'Den');
  await ok('PUT', `/api/accounts/${id.mo}/roles`, 'root', { roles: ['moderator'] });
});
afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('socket' in one) one.socket.close();
    else await one.disconnect();
  }
  for (const channel of [lobby, den]) await override(channel, []);
  world.setClock(0);
});
afterAll(() => world?.close());

async function ok(method: string, path: string, who: Person, body?: unknown): Promise<unknown> {
  const answer = await world.call(method, path, token[who], body);
  expect(answer, `${method} ${path}`).toMatchObject({ status: expect.toBeOneOf([200, 201, 204]) as number });
  return answer.body;
}
const refused = async (status: number, method: string, path: string, who: Person, body?: unknown): Promise<void> =>
  expect(await world.call(method, path, token[who], body), `${who} ${method} ${path}`).toMatchObject({ status });
const override = (channel: Channel, overrides: Overrides['overrides']) =>
  ok('PUT', `/api/channels/${channel.id}/overrides`, 'root', { overrides });
const forEveryone = (deny: Permission[], allow: Permission[] = []): Overrides['overrides'][number] => ({
  subject: 'role',
  id: 'everyone',
  allow,
  deny,
});

async function join(who: Person, channel = lobby) {
  const ticket = await world.ticket(token[who], channel.id);
  return { ticket, ...(await come(ticket)) };
}
async function come(ticket: { url: string; token: string }) {
  const room = await world.enter(ticket);
  open.push(room);
  const gone = vi.fn<() => void>();
  room.on('disconnected', gone);
  return { room, gone };
}
async function publish(room: Room, source = TrackSource.SOURCE_MICROPHONE) {
  const sound = new AudioSource(48_000, 1);
  const track = LocalAudioTrack.createAudioTrack('sound', sound);
  const options = new TrackPublishOptions();
  options.source = source;
  const publication = await room.localParticipant?.publishTrack(track, options);
  await sound.captureFrame(new AudioFrame(new Int16Array(480), 48_000, 1, 480));
  return publication;
}
async function ear(who: Person): Promise<Ear> {
  const listening = await world.listen(token[who]);
  open.push(listening);
  await vi.waitFor(() => expect(listening.events.length).toBeGreaterThanOrEqual(2));
  return listening;
}
const notices = ({ events }: Ear): ServerNotice[] => events.filter((event) => event.type === 'moderation');
const occupant = async (who: Person, channel = lobby): Promise<Occupant | undefined> =>
  (await world.channels(token.root))
    .find((one) => one.id === channel.id)
    ?.occupants.find((one) => one.accountId === id[who]);
const inside = async (identity: string, channel = lobby) =>
  (await world.rooms.listParticipants(channel.id)).find((one) => one.identity === identity);

describe('presence', () => {
  const presence = (deafened: boolean, device = 'desk', channel = lobby) =>
    ['PUT', `/api/channels/${channel.id}/presence`, 'ada', { device, deafened }] as const;

  it('tells who hears nobody: the server, LiveKit and through it those in the call', async () => {
    const { room } = await join('bo');
    const { ticket } = await join('ada');
    const inCall = () => [...room.remoteParticipants.values()].find(({ identity }) => identity === ticket.identity);
    const second = await world.call('POST', `/api/channels/${lobby.id}/join`, token.ada, {
      device: 'desk',
      second: true,
    });
    await come(second.body as JoinTicket);
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ deafened: false, maySpeak: true }));
    const listening = await ear('root');
    await ok(...presence(true));
    const last = () => listening.events.findLast((event) => event.type === 'occupants')?.occupants;
    await vi.waitFor(() => expect(last()?.find(({ accountId }) => accountId === id.ada)?.deafened).toBe(true));
    await vi.waitFor(() => expect(inCall()?.attributes[deafenedAttribute]).toBe('true'));
    for (const identity of [ticket.identity, secondSessionOf(ticket.identity)]) {
      expect((await inside(identity))?.attributes).toEqual({ [deafenedAttribute]: 'true' });
    }
    expect(await occupant('bo')).toMatchObject({ deafened: false });
    // LiveKit keeps it: neither a comparison nor a new start of the server forgets it.
    await world.server().services.occupants.reconcile();
    expect(await occupant('ada')).toMatchObject({ deafened: true });
    await world.restart();
    expect(await occupant('ada')).toMatchObject({ deafened: true, maySpeak: true });
    await ok(...presence(false));
    expect(await occupant('ada')).toMatchObject({ deafened: false });
    await vi.waitFor(() => expect(inCall()?.attributes[deafenedAttribute] ?? '').toBe(''));
    expect((await inside(ticket.identity))?.name).toBe('ada');
  });

  it('is told only of a device of one\u2019s own that is there', async () => {
    await join('bo');
    await refused(404, ...presence(true));
    const { room } = await join('ada');
    await refused(404, ...presence(true, 'phone'));
    await refused(404, ...presence(true, 'desk', den));
    await refused(400, ...presence(true, 'desk~2'));
    await override(lobby, [forEveryone(['JOIN'])]);
    await refused(403, ...presence(true));
    await room.disconnect();
    await override(lobby, []);
  });

  it('tells who may only listen, as their role changes', async () => {
    await override(lobby, [forEveryone(['SPEAK'])]);
    await join('ada');
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ maySpeak: false, hardMuted: false }));
    await override(lobby, []);
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ maySpeak: true }));
    await world.server().services.occupants.reconcile();
    expect(await occupant('ada')).toMatchObject({ maySpeak: true });
  });
});

describe('roles', () => {
  it('are there from the start, and leave everybody what they could do before', async () => {
    const { roles } = (await ok('GET', '/api/roles', 'ada')) as { roles: RoleInfo[] };
    expect(roles.map((role) => role.id)).toEqual(['everyone', 'moderator', 'administrator']);
    const [seen] = await world.channels(token.ada);
    expect(seen?.permissions).toEqual(['VIEW', 'JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND']);
    expect((await world.channels(token.root))[0]?.permissions).toEqual(permissions);
  });

  it('are made, changed, given and deleted, and each program hears of its own', async () => {
    const listening = await ear('bo');
    const role = (await ok('POST', '/api/roles', 'root', {
      name: 'Keepers',
      position: 10,
      permissions: ['MANAGE_CHANNELS'],
    })) as RoleInfo;
    await refused(403, 'POST', '/api/channels', 'bo', { name: 'x', kind: 'text' });
    await ok('PUT', `/api/accounts/${id.bo}/roles`, 'root', { roles: [role.id] });
    const selves = () => listening.events.filter(({ type }) => type === 'self');
    expect(selves().at(-1)).toMatchObject({
      roles: ['everyone', role.id],
      permissions: expect.arrayContaining(['MANAGE_CHANNELS']) as string[],
    });
    const made = (await ok('POST', '/api/channels', 'bo', { name: 'x', kind: 'text' })) as Channel;
    await ok('DELETE', `/api/channels/${made.id}`, 'bo');
    await ok('PATCH', `/api/roles/${role.id}`, 'root', { permissions: [] });
    await refused(403, 'POST', '/api/channels', 'bo', { name: 'x', kind: 'text' });
    await ok('DELETE', `/api/roles/${role.id}`, 'root');
    await vi.waitFor(() => expect(selves().at(-1)).toMatchObject({ roles: ['everyone'] }));
  });

  it('keep to ranks: nobody gives, takes or changes what is not below them, nor grants what they do not have', async () => {
    const chief = (await ok('POST', '/api/roles', 'root', {
      name: 'Chiefs',
      position: 500,
      permissions: ['MANAGE_ROLES', 'MUTE'],
    })) as RoleInfo;
    await ok('PUT', `/api/accounts/${id.bo}/roles`, 'root', { roles: [chief.id] });
    const role = { name: 'x', position: 499, permissions: ['MUTE'] };
    await refused(403, 'POST', '/api/roles', 'bo', { ...role, position: 500 });
    await refused(403, 'POST', '/api/roles', 'bo', { ...role, permissions: ['BAN'] });
    await refused(403, 'PATCH', `/api/roles/${chief.id}`, 'bo', { name: 'Kings' });
    await refused(403, 'PATCH', '/api/roles/everyone', 'bo', { permissions: ['BAN'] });
    await refused(403, 'PUT', `/api/accounts/${id.bo}/roles`, 'bo', { roles: [chief.id, 'administrator'] });
    await refused(403, 'PUT', `/api/accounts/${id.mo}/roles`, 'bo', { roles: [] });
    await refused(403, 'PUT', `/api/accounts/${id.ada}/roles`, 'bo', { roles: ['moderator'] });
    await refused(403, 'POST', '/api/invitations', 'bo', { roleId: 'moderator' });
    await refused(409, 'PATCH', '/api/roles/administrator', 'root', { permissions: [] });
    await refused(409, 'DELETE', '/api/roles/everyone', 'root');
    const below = (await ok('POST', '/api/roles', 'bo', role)) as RoleInfo;
    await ok('PUT', `/api/accounts/${id.ada}/roles`, 'bo', { roles: [below.id] });
    for (const made of [below, chief]) await ok('DELETE', `/api/roles/${made.id}`, 'root');
  });

  it('of the last administrator stay', async () => {
    await refused(409, 'PUT', `/api/accounts/${id.root}/roles`, 'root', { roles: [] });
    expect(await world.channels(token.root)).not.toEqual([]);
  });
});

describe('a channel without VIEW', () => {
  it('is not there: not in the list, not in events, not by its id', async () => {
    const [ada, mo] = [await ear('ada'), await ear('mo')];
    await override(den, [forEveryone(['VIEW']), { subject: 'role', id: 'moderator', allow: ['VIEW'], deny: [] }]);
    await vi.waitFor(() => expect(ada.events.at(-1)).toEqual({ type: 'channelDeleted', channelId: den.id }));
    expect((await world.channels(token.ada)).map(({ name }) => name)).toEqual(['Lobby', 'Notes']);
    expect((await world.channels(token.mo)).map(({ name }) => name)).toEqual(['Lobby', 'Den', 'Notes']);
    for (const [method, path] of [
      ['POST', 'join'],
      ['POST', 'kick'],
      ['GET', 'overrides'],
    ] as const) {
      await refused(404, method, `/api/channels/${den.id}/${path}`, 'ada', method === 'GET' ? undefined : {});
    }
    await join('mo', den);
    await vi.waitFor(() =>
      expect(mo.events.some((one) => one.type === 'occupants' && one.channelId === den.id)).toBe(true),
    );
    await ok('PATCH', `/api/channels/${den.id}`, 'root', { topic: 'secret' });
    expect(
      JSON.stringify(ada.events.slice(ada.events.findIndex(({ type }) => type === 'channelDeleted') + 1)),
    ).not.toContain(den.id);
    await override(den, []);
    await vi.waitFor(() =>
      expect(ada.events.at(-1)).toMatchObject({ type: 'channelCreated', channel: { id: den.id, topic: 'secret' } }),
    );
  });

  it('loses the people inside who may no longer see it', async () => {
    const { gone } = await join('ada', den);
    await override(den, [forEveryone(['VIEW'])]);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });
});

describe('LiveKit\u2019s grants', () => {
  it('of a ticket are what the role gives, and no more', async () => {
    const grants = async (deny: Permission[]) => {
      await override(lobby, [forEveryone(deny)]);
      return decodeJwt((await world.ticket(token.ada, lobby.id)).token)['video'];
    };
    expect(await grants([])).toEqual({
      room: lobby.id,
      roomJoin: true,
      canSubscribe: true,
      canPublish: true,
      canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
      canPublishData: true,
    });
    expect(await grants(['SPEAK', 'SEND'])).toMatchObject({
      canPublishSources: ['camera', 'screen_share'],
      canPublishData: false,
    });
    expect(await grants(['SPEAK', 'CAMERA', 'SCREEN'])).toMatchObject({ canPublish: false, canPublishSources: [] });
    await override(lobby, [forEveryone(['JOIN'])]);
    await refused(403, 'POST', `/api/channels/${lobby.id}/join`, 'ada', {});
  });

  it('follow a change of role or override during the call', async () => {
    const { room, ticket } = await join('ada');
    await publish(room);
    const allowed = async () => (await inside(ticket.identity))?.permission;
    await override(lobby, [forEveryone(['SPEAK', 'SEND'])]);
    expect(await allowed()).toMatchObject({
      canPublish: true,
      canPublishData: false,
      canPublishSources: [ServerTrackSource.CAMERA, ServerTrackSource.SCREEN_SHARE],
    });
    await vi.waitFor(async () => expect((await inside(ticket.identity))?.tracks).toEqual([]));
    await override(lobby, []);
    expect(await allowed()).toMatchObject({ canPublishData: true });
    await publish(room);
    await vi.waitFor(async () => expect((await inside(ticket.identity))?.tracks).toHaveLength(1));
  });

  it('of an older ticket do not outlive the change', async () => {
    const old = await world.ticket(token.ada, lobby.id);
    await override(lobby, [forEveryone(['SPEAK'])]);
    await come(old);
    await vi.waitFor(async () =>
      expect((await inside(old.identity))?.permission?.canPublishSources).toEqual([
        ServerTrackSource.CAMERA,
        ServerTrackSource.SCREEN_SHARE,
      ]),
    );
  });

  it('are restored by the comparison when LiveKit and Parley disagree', async () => {
    const { ticket } = await join('ada');
    await vi.waitFor(async () => expect(await occupant('ada')).toBeDefined());
    await world.rooms.updateParticipant(lobby.id, ticket.identity, {
      permission: { canPublish: false, canSubscribe: false, canPublishData: false },
    });
    await world.server().services.occupants.reconcile();
    await vi.waitFor(async () =>
      expect((await inside(ticket.identity))?.permission).toMatchObject({ canPublish: true, canSubscribe: true }),
    );
  });

  it('cannot be cheated by sound that says it comes from a camera', async () => {
    await override(lobby, [forEveryone(['SPEAK'])]);
    const { room, gone } = await join('ada');
    void publish(room, TrackSource.SOURCE_CAMERA).catch(() => undefined);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });
});

describe('occupants', () => {
  it('say whether the microphone is open, and whether a moderator shut it', async () => {
    const { room } = await join('ada');
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ muted: true, hardMuted: false }));
    await publish(room);
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ muted: false, camera: false }));
    await ok('POST', `/api/channels/${lobby.id}/mute`, 'mo', { accountId: id.ada, reason: 'x' });
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ muted: true, hardMuted: true }));
    await ok('POST', `/api/channels/${lobby.id}/unmute`, 'mo', { accountId: id.ada });
    expect(await occupant('ada')).toMatchObject({ hardMuted: false });
  });
});

describe('a moderator', () => {
  it('mutes hard: over a rejoin, until it is lifted, and the person is told why', async () => {
    const listening = await ear('ada');
    const first = await join('ada');
    await publish(first.room);
    await ok('POST', `/api/channels/${lobby.id}/mute`, 'mo', { accountId: id.ada, reason: 'echo' });
    await vi.waitFor(async () => expect((await inside(first.ticket.identity))?.tracks).toEqual([]));
    expect(notices(listening)).toEqual([
      {
        type: 'moderation',
        id: expect.any(String),
        action: 'mute',
        reason: 'echo',
        by: { id: id.mo, name: 'mo' },
        channelId: lobby.id,
        expiresAt: null,
      },
    ]);
    await first.room.disconnect();
    const again = await join('ada');
    expect((await inside(again.ticket.identity))?.permission?.canPublishSources).not.toContain(
      ServerTrackSource.MICROPHONE,
    );
    await again.room.disconnect();
    // By the ticket from before the mute.
    await come(first.ticket);
    await vi.waitFor(async () =>
      expect((await inside(first.ticket.identity))?.permission?.canPublishSources).not.toContain(
        ServerTrackSource.MICROPHONE,
      ),
    );
    await ok('POST', `/api/channels/${lobby.id}/unmute`, 'mo', { accountId: id.ada, reason: 'fixed' });
    expect((await inside(first.ticket.identity))?.permission?.canPublishSources).toContain(
      ServerTrackSource.MICROPHONE,
    );
    await refused(404, 'POST', `/api/channels/${lobby.id}/unmute`, 'mo', { accountId: id.ada });
    expect(notices(listening)).toMatchObject([{ action: 'mute' }, { action: 'unmute', reason: 'fixed' }]);
  });

  it('reaches both sessions of a device whose call moves, and everybody sees one person', async () => {
    const first = await join('ada');
    await publish(first.room);
    await vi.waitFor(async () => expect(await occupant('ada')).toMatchObject({ muted: false }));
    const listening = await ear('mo');
    const ticket = (await ok('POST', `/api/channels/${lobby.id}/join`, 'ada', {
      device: 'desk',
      second: true,
    })) as JoinTicket;
    expect(ticket).toMatchObject({ identity: secondSessionOf(first.ticket.identity), secondSession: true });
    const second = await come(ticket);
    await publish(second.room);
    await vi.waitFor(() => expect(world.server().services.occupants.all().get(lobby.id)).toHaveLength(2));
    const told = listening.events.flatMap((event) => (event.type === 'occupants' ? [event.occupants] : []));
    for (const occupants of [...told, [await occupant('ada')]])
      expect(occupants).toMatchObject([{ identity: first.ticket.identity, muted: false }]);
    await ok('POST', `/api/channels/${lobby.id}/mute`, 'mo', { accountId: id.ada, reason: 'x' });
    for (const { identity } of [first.ticket, ticket])
      await vi.waitFor(async () => expect((await inside(identity))?.tracks).toEqual([]));
    await ok('POST', `/api/channels/${lobby.id}/unmute`, 'mo', { accountId: id.ada });
    await ok('POST', `/api/channels/${lobby.id}/kick`, 'mo', { accountId: id.ada, reason: 'x' });
    for (const { gone } of [first, second]) await vi.waitFor(() => expect(gone).toHaveBeenCalled());
  });

  it('kicks, and the person may come back', async () => {
    const listening = await ear('ada');
    const { gone } = await join('ada');
    await ok('POST', `/api/channels/${lobby.id}/kick`, 'mo', { accountId: id.ada, reason: 'noise' });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(notices(listening)).toMatchObject([{ action: 'kick', reason: 'noise', channelId: lobby.id }]);
    await join('ada');
  });

  it('bans against a ticket that is still valid, for a time', async () => {
    const { gone, ticket } = await join('ada');
    const seconds = 3600;
    await ok('POST', `/api/channels/${lobby.id}/ban`, 'mo', { accountId: id.ada, reason: 'spam', seconds });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await refused(403, 'POST', `/api/channels/${lobby.id}/join`, 'ada', {});
    const back = await come(ticket);
    await vi.waitFor(() => expect(back.gone).toHaveBeenCalled());
    const { restrictions } = (await ok('GET', `/api/channels/${lobby.id}/restrictions`, 'mo')) as RestrictionList;
    expect(restrictions).toMatchObject([
      { kind: 'ban', accountId: id.ada, accountName: 'ada', by: id.mo, reason: 'spam' },
    ]);
    await join('ada', den);
    world.setClock(seconds * 1000 + 1);
    // The session of before is over by then as well.
    const later = await world.signIn('ada');
    await world.ticket(later.accessToken, lobby.id);
    world.setClock(0);
    await ok('POST', `/api/channels/${lobby.id}/unban`, 'mo', { accountId: id.ada });
  });

  it('bans everywhere, for ever, until it is lifted', async () => {
    const { gone } = await join('ada', den);
    await ok('POST', '/api/ban', 'mo', { accountId: id.ada, reason: 'spam' });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    world.setClock(0);
    for (const { id: channelId } of [lobby, den])
      await refused(403, 'POST', `/api/channels/${channelId}/join`, 'ada', {});
    await ok('POST', '/api/unban', 'mo', { accountId: id.ada });
    await world.ticket(token.ada, lobby.id);
  });

  it('moves: the person is told where to, and leaves the old room', async () => {
    const listening = await ear('ada');
    const { gone } = await join('ada');
    const move = { accountId: id.ada, toChannelId: den.id, reason: 'too loud' };
    await refused(404, 'POST', `/api/channels/${lobby.id}/move`, 'mo', { ...move, toChannelId: 'none' });
    await ok('POST', `/api/channels/${lobby.id}/move`, 'mo', move);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(notices(listening)).toMatchObject([{ action: 'move', channelId: lobby.id, toChannelId: den.id }]);
    await override(den, [forEveryone(['JOIN'])]);
    await refused(403, 'POST', `/api/channels/${lobby.id}/move`, 'mo', move);
  });

  it('with MANAGE_CHANNELS closes a room', async () => {
    const listening = await ear('ada');
    const { gone } = await join('ada');
    await vi.waitFor(async () => expect(await occupant('ada')).toBeDefined());
    await refused(403, 'POST', `/api/channels/${lobby.id}/close`, 'mo', { reason: 'late' });
    await ok('POST', `/api/channels/${lobby.id}/close`, 'root', { reason: 'late' });
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(notices(listening)).toMatchObject([{ action: 'close', reason: 'late' }]);
  });

  it('touches nobody of the same rank or above, and nobody moderates without the permission', async () => {
    await ok('PUT', `/api/accounts/${id.bo}/roles`, 'root', { roles: ['moderator'] });
    for (const action of ['mute', 'kick', 'ban']) {
      for (const target of ['mo', 'bo', 'root'] as const) {
        await refused(403, 'POST', `/api/channels/${lobby.id}/${action}`, 'mo', { accountId: id[target], reason: 'x' });
      }
      await refused(403, 'POST', `/api/channels/${lobby.id}/${action}`, 'ada', { accountId: id.bo, reason: 'x' });
      await refused(404, 'POST', `/api/channels/${lobby.id}/${action}`, 'mo', { accountId: 'nobody', reason: 'x' });
    }
    await ok('PUT', `/api/accounts/${id.bo}/roles`, 'root', { roles: [] });
  });

  it('leaves a trace, for those with MANAGE_ROLES', async () => {
    await ok('POST', `/api/channels/${lobby.id}/kick`, 'mo', { accountId: id.ada, reason: 'trace me' });
    await refused(403, 'GET', '/api/audit', 'mo');
    const { entries } = (await ok('GET', '/api/audit?limit=1', 'root')) as AuditLog;
    expect(entries).toMatchObject([
      { action: 'kick', by: id.mo, byName: 'mo', accountId: id.ada, channelId: lobby.id, reason: 'trace me' },
    ]);
    const older = (await ok('GET', `/api/audit?before=${entries[0]?.id}`, 'root')) as AuditLog;
    expect(older.entries.length).toBeGreaterThan(3);
    await refused(400, 'GET', '/api/audit?limit=0', 'root');
  });

  it('survives a restart of the server', async () => {
    const old = await world.ticket(token.ada, lobby.id);
    await ok('POST', `/api/channels/${lobby.id}/ban`, 'mo', { accountId: id.ada, reason: 'x' });
    await world.restart();
    const { gone } = await come(old);
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    await refused(403, 'POST', `/api/channels/${lobby.id}/join`, 'ada', {});
    await ok('POST', `/api/channels/${lobby.id}/unban`, 'mo', { accountId: id.ada });
  });
});
