import { createChannelSchema, joinSchema, updateChannelSchema } from '@parley/shared/backends/parleyApi';
import { withOccupants } from '../channels.ts';
import { identityOf } from '../occupants/occupancy.ts';
import { failure } from './failure.ts';
import { route } from './route.ts';

export const routes = [
  route({
    method: 'GET',
    url: '/api/channels',
    access: 'account',
    async handle({ services }) {
      const rows = await services.channels.list();
      return { channels: rows.map((row) => withOccupants(row, services.occupants.of(row.id))) };
    },
  }),
  route({
    method: 'POST',
    url: '/api/channels',
    access: 'administrator',
    body: createChannelSchema,
    status: 201,
    async handle({ services, body }) {
      const channel = withOccupants(await services.channels.create(body), []);
      services.hub.tell({ type: 'channelCreated', channel });
      return channel;
    },
  }),
  route({
    method: 'PATCH',
    url: '/api/channels/:id',
    access: 'administrator',
    body: updateChannelSchema,
    async handle({ services, body, params }) {
      const id = params['id'] ?? '';
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const channel = withOccupants(await services.channels.update(id, change), services.occupants.of(id));
      services.hub.tell({ type: 'channelUpdated', channel });
      return channel;
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/channels/:id',
    access: 'administrator',
    async handle({ services, params, request }) {
      const id = params['id'] ?? '';
      await services.channels.remove(id);
      services.hub.tell({ type: 'channelDeleted', channelId: id });
      try {
        await services.voice.closeRoom(id);
      } catch {
        // The channel is gone all the same; LiveKit ends an empty room by itself.
        request.log.warn('LiveKit did not close the room of a deleted channel');
      }
    },
  }),
  route({
    method: 'POST',
    url: '/api/channels/:id/join',
    access: 'account',
    body: joinSchema,
    async handle({ services, caller, params, body }) {
      const channel = await services.channels.get(params['id'] ?? '');
      if (channel.kind !== 'voice') throw failure('notVoiceChannel', 'A text channel cannot be joined by voice.');
      const account = await services.sessions.account(caller.accountId);
      if (account === null) throw failure('unauthorised', 'The account is gone.');
      if (!(await services.voice.answers())) throw failure('unavailable', 'The voice server does not answer.');
      return services.voice.ticket(channel.id, identityOf(account.id, body.device), account.name);
    },
  }),
];
