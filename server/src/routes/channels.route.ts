import {
  createChannelSchema,
  joinSchema,
  presenceSchema,
  updateChannelSchema,
  channelListSchema,
  type ChannelList,
} from '@parley/shared/backends/parley/channels';
import { overridesSchema, type Overrides } from '@parley/shared/backends/parley/roles';
import { channelSchema, joinTicketSchema, type Channel } from '@parley/shared/backends/channel';
import { rankOf } from '@parley/shared/backends/permissions';
import { deviceIdentityOf, secondSessionOf } from '@parley/shared/backends/deviceIdentity';
import { identityOf } from '../occupants/occupancy.ts';
import { grantsOf } from '../voice/grants.ts';
import { reasonOf } from '../voice/requests.ts';
import { failure, RouteFailure } from './failure.ts';
import { route, type Services } from './route.ts';

/** A channel as the caller sees it, after a change. */
function seen({ view }: Services, accountId: string, channelId: string): Channel {
  const channel = view.channel(accountId, channelId);
  if (channel === null) throw failure('notFound', 'There is no such channel.');
  return channel;
}

export const routes = [
  route({
    method: 'GET',
    url: '/api/channels',
    access: 'account',
    answer: channelListSchema,
    handle: async ({ services: { view, hub }, caller: { accountId } }): Promise<ChannelList> => ({
      channels: [...view.channels(accountId)],
      self: view.self(accountId),
      deeds: [...hub.deeds(accountId)],
    }),
  }),
  route({
    method: 'POST',
    url: '/api/channels',
    access: { permission: 'MANAGE_CHANNELS', in: 'server' },
    answer: channelSchema,
    body: createChannelSchema,
    status: 201,
    async handle({ services, caller, body }) {
      const { id } = await services.channels.create(body);
      await services.rights.changed(id);
      return seen(services, caller.accountId, id);
    },
  }),
  route({
    method: 'PATCH',
    url: '/api/channels/:id',
    access: { permission: 'MANAGE_CHANNELS', in: 'channel' },
    answer: channelSchema,
    body: updateChannelSchema,
    async handle({ services, caller, body, channel: { id } }) {
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      await services.channels.update(id, change);
      await services.rights.changed(id);
      return seen(services, caller.accountId, id);
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/channels/:id',
    access: { permission: 'MANAGE_CHANNELS', in: 'channel' },
    async handle({ services, caller, channel: { id, name }, request }) {
      await services.channels.remove(id);
      await services.moderation.record({
        action: 'deleteChannel',
        by: caller.accountId,
        channelId: id,
        detail: name,
      });
      await services.rights.changed(id);
      try {
        await services.voice.closeRoom(id);
      } catch (error) {
        // The channel is gone all the same; LiveKit ends an empty room by itself.
        request.log.warn({ reason: reasonOf(error) }, 'LiveKit did not close the room of a deleted channel');
      }
    },
  }),
  route({
    method: 'POST',
    url: '/api/channels/:id/join',
    access: { permission: 'JOIN', in: 'channel' },
    answer: joinTicketSchema,
    body: joinSchema,
    tickets: true,
    async handle({ services, caller: { accountId }, channel, permissions, body }) {
      if (channel.kind !== 'voice') throw failure('notVoiceChannel', 'A text channel cannot be joined by voice.');
      const name = services.directory.memberOr404(accountId).name;
      if (!(await services.voice.answersTickets('main')))
        throw failure('unavailable', 'The voice server does not answer.');
      const first = identityOf(accountId, body.device);
      const identity = body.second ? secondSessionOf(first) : first;
      return {
        ...(await services.voice.ticket(channel.id, identity, name, grantsOf(permissions))),
        secondSession: true,
      };
    },
  }),
  route({
    method: 'PUT',
    url: '/api/channels/:id/presence',
    access: { permission: 'JOIN', in: 'channel' },
    body: presenceSchema,
    async handle({ services, caller: { accountId }, channel, body: { device, deafened }, request }) {
      const own = identityOf(accountId, device);
      try {
        // LiveKit is asked who is there: webhooks may lag behind.
        const people = await services.voice.people(channel.id);
        const sessions = people.filter(({ identity }) => deviceIdentityOf(identity) === own);
        if (sessions.length === 0) throw failure('notFound', 'This device is not in the channel.');
        await Promise.all(sessions.map(({ identity }) => services.voice.setDeafened(channel.id, identity, deafened)));
      } catch (error) {
        if (error instanceof RouteFailure) throw error;
        request.log.warn({ reason: reasonOf(error) }, 'LiveKit did not take that somebody is deafened');
        throw failure('unavailable', 'The voice server does not answer.');
      }
      services.occupants.deafened(channel.id, own, deafened);
    },
  }),
  route({
    method: 'GET',
    url: '/api/channels/:id/overrides',
    access: { permission: 'MANAGE_ROLES', in: 'channel' },
    answer: overridesSchema,
    handle: async ({ services, channel }): Promise<Overrides> => ({
      overrides: await services.channels.overrides(channel.id),
    }),
  }),
  route({
    method: 'PUT',
    url: '/api/channels/:id/overrides',
    access: { permission: 'MANAGE_ROLES', in: 'channel' },
    answer: overridesSchema,
    body: overridesSchema,
    async handle({ services, caller, permissions, channel, body }): Promise<Overrides> {
      const { directory } = services;
      const before = await services.channels.overrides(channel.id);
      const text = (one: Overrides['overrides'][number]): string =>
        JSON.stringify([one.subject, one.id, one.allow.toSorted(), one.deny.toSorted()]);
      const [old, wanted] = [new Set(before.map(text)), new Set(body.overrides.map(text))];
      if (new Set(body.overrides.map(({ subject, id }) => `${subject} ${id}`)).size < body.overrides.length) {
        throw failure('invalid', 'A role or an account has two overrides.');
      }
      // What is added, changed or taken away: each must be within what the caller may.
      const touched = [
        ...before.filter((one) => !wanted.has(text(one))),
        ...body.overrides.filter((one) => !old.has(text(one))),
      ];
      const own = rankOf(directory.memberOr404(caller.accountId).roles);
      for (const { subject, id, allow, deny } of touched) {
        const rank = subject === 'role' ? directory.role(id).position : rankOf(directory.memberOr404(id).roles);
        if (rank >= own && id !== caller.accountId) throw failure('forbidden', 'This rank is not below your own.');
        if ([...allow, ...deny].some((permission) => !permissions.has(permission))) {
          throw failure('forbidden', 'Nobody gives or takes what they do not have.');
        }
      }
      await services.channels.replaceOverrides(channel.id, body.overrides);
      await services.moderation.record({
        action: 'overrides',
        by: caller.accountId,
        channelId: channel.id,
        detail: JSON.stringify(touched).slice(0, 4096),
      });
      await services.rights.changed();
      return body;
    },
  }),
];
