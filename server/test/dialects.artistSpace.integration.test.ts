import { accountTiers, type AccountTier } from '@parley/shared/backends/parley/accounts';
import { type AuditLog } from '@parley/shared/backends/parley/moderation';
import { type Session } from '@parley/shared/backends/parley/session';
import type { Room } from '@livekit/rtc-node';
import { decodeJwt } from 'jose';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, type World } from './world.ts';

// shared/seeds/artist-space.txt, requirement by requirement, against three real LiveKit servers.
let world: World;
let ada: Session;
let root: Session;
const id = { call: '', den: '' };
type Instance = 'main' | 'meet' | 'chat';
const instances: readonly Instance[] = ['main', 'meet', 'chat'];
interface Ticket {
  readonly token: string;
  readonly url: string;
}

beforeAll(async () => {
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [
        { name: 'my-video-call', kind: 'voice' },
        { name: 'den', kind: 'voice' },
      ],
    },
    {},
    { instances: true },
  );
  [ada, root] = [await world.signIn('ada'), await world.signIn('root')];
  id.call = (await world.channelNamed(ada.accessToken, 'my-video-call')).id;
  id.den = (await world.channelNamed(ada.accessToken, 'den')).id;
});
afterAll(() => world?.close());

const ask = (instance: Instance, more: object = {}, who: Session = ada) =>
  world.call('POST', '/api/livekit/token', who.accessToken, {
    instance,
    roomName: 'my-video-call',
    participantName: 'John Doe',
    e2eeEnabled: true,
    ...more,
  });
const create = (body: object, who: Session = root) =>
  world.call('POST', '/api/livekit/create-room', who.accessToken, body);
const ticketFor = async (instance: Instance, more: object = {}): Promise<Ticket> => {
  const { status, body } = await ask(instance, more);
  expect(status).toBe(200);
  return body as Ticket;
};
const become = (tier: AccountTier, accountId = ada.account.id) =>
  world.call('PUT', `/api/accounts/${accountId}/tier`, root.accessToken, { tier });
const deny = async (channelId: string, permissions: readonly string[]) => {
  const overrides = [{ subject: 'account', id: ada.account.id, allow: [], deny: permissions }];
  await world.call('PUT', `/api/channels/${channelId}/overrides`, root.accessToken, { overrides });
};
const refusal = (status: number, message: string) => ({
  status,
  body: { statusCode: status, message, error: message },
});
const liveKitOf = (instance: Instance) => ({ main: world.livekit, meet: world.meet, chat: world.chat })[instance];
const roomsOf = (instance: Instance): RoomServiceClient => {
  const { httpUrl, apiKey, apiSecret } = liveKitOf(instance);
  return new RoomServiceClient(httpUrl, apiKey, apiSecret);
};
const occupants = async () => (await world.channelNamed(root.accessToken, 'my-video-call')).occupants;
const come = async (ticket: Ticket): Promise<{ room: Room; gone: ReturnType<typeof vi.fn> }> => {
  const room = await world.enter(ticket);
  const gone = vi.fn();
  room.on('disconnected', gone);
  return { room, gone };
};

describe('artist-space', () => {
  it.each<[section: string, requirement: string, check: () => Promise<void>]>([
    [
      '"Generate Access Token"',
      'the answer has token, url, roomName, participantName, e2eeSupported, e2eeEnabled and instance',
      async () => {
        await become('artist_premium');
        expect(await ask('meet')).toEqual({
          status: 200,
          body: {
            token: expect.any(String) as unknown,
            url: world.meet.url,
            roomName: 'my-video-call',
            participantName: 'John Doe',
            e2eeSupported: true,
            e2eeEnabled: true,
            instance: 'meet',
          },
        });
        expect((await ask('meet', { e2eeEnabled: false })).body).toMatchObject({ e2eeEnabled: false });
      },
    ],
    [
      '"Generate Access Token"',
      'a bearer is needed',
      async () =>
        expect(
          await world.call('POST', '/api/livekit/token', 'x', { instance: 'main', roomName: 'my-video-call' }),
        ).toEqual(refusal(401, 'Unauthorized')),
    ],
    [
      '"Multiple LiveKit Instances"',
      'main, meet and chat are three servers, and others there are none',
      async () => {
        await become('studio');
        const urls = await Promise.all(instances.map(async (one) => (await ticketFor(one)).url));
        expect(urls).toEqual([world.livekit.url, world.meet.url, world.chat.url]);
        expect(
          (await world.call('POST', '/api/livekit/token', ada.accessToken, { instance: 'x', roomName: 'a' })).status,
        ).toBe(400);
      },
    ],
    [
      '"Issue: Connection fails", "Security Checklist"',
      'the token is for six hours, for the channel, under the name that was asked for',
      async () => {
        const claims = decodeJwt((await ticketFor('main')).token);
        expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(21_600);
        expect(claims).toMatchObject({ name: 'John Doe', video: { room: id.call, roomJoin: true, canPublish: true } });
      },
    ],
    [
      '"Subscription Tiers", "Issue: Premium subscription required"',
      'meet is for those who pay, studios and booking agents; main and chat are for all',
      async () => {
        for (const tier of accountTiers) {
          expect((await become(tier)).status).toBe(204);
          expect([(await ask('main')).status, (await ask('chat')).status], tier).toEqual([200, 200]);
          const meet = await ask('meet');
          if (tier === 'free') expect(meet).toEqual(refusal(403, 'Premium subscription required'));
          else expect(meet.status, tier).toBe(200);
        }
      },
    ],
    [
      '"Subscription Tiers" ("Free Tier: Text chat only")',
      'chat is for text: nothing is published there',
      async () =>
        expect(decodeJwt((await ticketFor('chat')).token)['video']).toMatchObject({
          canPublish: false,
          canPublishSources: [],
          canPublishData: true,
        }),
    ],
    [
      '"Create Room"',
      'a room is opened with its limits, at its instance',
      async () => {
        await become('studio', root.account.id);
        const body = { instance: 'meet', roomName: 'den', maxParticipants: 10, emptyTimeout: 300, e2eeEnabled: true };
        expect(await create(body)).toEqual({
          status: 200,
          body: { ...body, url: world.meet.url, e2eeSupported: true },
        });
        expect(await roomsOf('meet').listRooms([id.den])).toMatchObject([{ maxParticipants: 10, emptyTimeout: 300 }]);
        expect(await roomsOf('chat').listRooms([id.den])).toEqual([]);
      },
    ],
    [
      '"Create Room"',
      'a room that is no channel yet becomes one, that everybody sees',
      async () => {
        expect((await create({ instance: 'chat', roomName: 'my-meeting', maxParticipants: 3 })).status).toBe(200);
        const channel = await world.channelNamed(ada.accessToken, 'my-meeting');
        expect(channel).toMatchObject({ kind: 'voice' });
        expect(await roomsOf('chat').listRooms([channel.id])).toMatchObject([{ maxParticipants: 3 }]);
      },
    ],
    [
      'deviation from "Create Room"',
      'limits hold for everybody, so they take MANAGE_CHANNELS, and meet the tier as well',
      async () => {
        expect((await create({ instance: 'chat', roomName: 'den' }, ada)).status).toBe(403);
        expect((await create({ instance: 'chat', roomName: 'new' }, ada)).status).toBe(403);
        await become('free', root.account.id);
        expect(await create({ instance: 'meet', roomName: 'den' })).toEqual(
          refusal(403, 'Premium subscription required'),
        );
      },
    ],
    [
      'deviation from "Generate Access Token"',
      'a room is a channel, and the grants are no wider than the role',
      async () => {
        expect(await ask('main', { roomName: 'made-up' })).toEqual(refusal(404, 'Channel not found'));
        await deny(id.den, ['SPEAK', 'SEND']);
        expect(decodeJwt((await ticketFor('main', { roomName: 'den' })).token)['video']).toMatchObject({
          canPublishSources: ['camera', 'screen_share'],
          canPublishData: false,
        });
        await deny(id.den, ['JOIN']);
        expect((await ask('main', { roomName: 'den' })).status).toBe(403);
        await deny(id.den, []);
      },
    ],
  ])('%s: %s', (_section, _requirement, check) => check());

  it('"Multiple LiveKit Instances": joins all three for real, and occupants, a mute and a kick reach each', async () => {
    await become('artist_streaming');
    const calls = await Promise.all(instances.map(async (instance) => come(await ticketFor(instance))));
    const here = instances.map((instance) => `${ada.account.id}.artist-space:${instance}`);
    const identities = async () => (await occupants()).map(({ identity }) => identity).toSorted();
    await vi.waitFor(async () => expect(await identities()).toEqual(here.toSorted()));
    await world.server().services.occupants.reconcile();
    expect(await identities()).toEqual(here.toSorted());
    expect((await occupants()).every(({ accountId }) => accountId === ada.account.id)).toBe(true);

    const person = { accountId: ada.account.id, reason: 'echo' };
    await world.call('POST', `/api/channels/${id.call}/mute`, root.accessToken, person);
    const sources = async (instance: Instance) =>
      (await roomsOf(instance).listParticipants(id.call))[0]?.permission?.canPublishSources;
    await vi.waitFor(async () =>
      expect([await sources('main'), await sources('meet')]).toEqual([
        [1, 3],
        [1, 3],
      ]),
    );
    await world.call('POST', `/api/channels/${id.call}/unmute`, root.accessToken, person);
    await vi.waitFor(async () => expect(await sources('meet')).toContain(2));
    // Enforcement does not give at chat what the role gives elsewhere.
    expect((await roomsOf('chat').listParticipants(id.call))[0]?.permission).toMatchObject({ canPublish: false });

    // One of three leaves and its room ends: the others are still there.
    await calls[0]?.room.disconnect();
    await roomsOf('main').deleteRoom(id.call);
    await vi.waitFor(async () => expect(await identities()).toEqual(here.slice(1).toSorted()));
    await world.call('POST', `/api/channels/${id.call}/kick`, root.accessToken, person);
    await vi.waitFor(() => {
      for (const { gone } of calls.slice(1)) expect(gone).toHaveBeenCalled();
    });
  });

  it('"Subscription Tiers": who no longer pays leaves meet, and an older ticket does not lead back', async () => {
    await become('venue_premium');
    const ticket = await ticketFor('meet');
    const atMeet = await come(ticket);
    const atChat = await come(await ticketFor('chat'));
    await vi.waitFor(async () => expect(await occupants()).toHaveLength(2));
    await become('free');
    await vi.waitFor(() => expect(atMeet.gone).toHaveBeenCalled());
    const back = await come(ticket);
    await vi.waitFor(() => expect(back.gone).toHaveBeenCalled());
    expect(atChat.gone).not.toHaveBeenCalled();
    await atChat.room.disconnect();
  });

  it('"Subscription Tiers": main\u2019s ticket does not lead into meet, although all three have one key', async () => {
    await become('free');
    const { token } = await ticketFor('main');
    const atMain = await come({ token, url: world.livekit.url });
    await vi.waitFor(async () => expect(await occupants()).toHaveLength(1));
    await world.server().services.occupants.reconcile();
    expect(atMain.gone).not.toHaveBeenCalled();
    await atMain.room.disconnect();
    for (const instance of ['meet', 'chat'] as const) {
      const { gone } = await come({ token, url: liveKitOf(instance).url });
      await vi.waitFor(async () => expect(await occupants()).toHaveLength(1));
      await world.server().services.occupants.reconcile();
      await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    }
  });

  it('tiers are the administrators\u2019 to set, and are in the audit log and in the lists', async () => {
    await become('booking_agent');
    const { entries } = (await world.call('GET', '/api/audit?limit=1', root.accessToken)).body as AuditLog;
    expect(entries).toMatchObject([{ action: 'setTier', accountId: ada.account.id, detail: 'booking_agent' }]);
    const { body } = await world.call('GET', '/api/accounts', root.accessToken);
    expect(body).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({ login: 'ada', tier: 'booking_agent' }),
        expect.objectContaining({ login: 'root', tier: 'free' }),
      ]) as unknown,
    });
    const own = await world.call('PUT', `/api/accounts/${ada.account.id}/tier`, ada.accessToken, { tier: 'studio' });
    expect(own.status).toBe(403);
    expect((await become('studio', 'nobody')).status).toBe(404);
    await world.restart();
    expect((await ask('meet')).status).toBe(200);
  });
});
