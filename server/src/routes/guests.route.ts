import {
  becomeGuestSchema,
  codeSchema,
  createGuestLinkSchema,
  guestLinkListSchema,
  type GuestLinkList,
} from '@parley/shared/backends/parley/codes';
import { sessionSchema } from '@parley/shared/backends/parley/session';
import { failure, RouteFailure } from './failure.ts';
import { insistOnOwnName } from './insistOnOwnName.ts';
import { limited } from './limited.ts';
import { route } from './route.ts';

const manage = { permission: 'MANAGE_ROLES', in: 'channel' } as const;
const url = '/api/channels/:id/guest-links';

export const routes = [
  route({
    method: 'GET',
    url,
    access: manage,
    answer: guestLinkListSchema,
    handle: async ({ services, channel }): Promise<GuestLinkList> => ({
      links: await services.guests.links(channel.id),
    }),
  }),
  route({
    method: 'POST',
    url,
    access: manage,
    answer: codeSchema,
    body: createGuestLinkSchema,
    status: 201,
    async handle({ services, caller, channel, permissions, body }) {
      if (!permissions.has('JOIN')) throw failure('forbidden', 'Nobody gives what they do not have.');
      const code = await services.guests.createLink(caller.accountId, channel.id, body);
      await services.moderation.record({
        action: 'createGuestLink',
        by: caller.accountId,
        channelId: channel.id,
        detail: JSON.stringify({ id: code.id, ...body }),
      });
      return code;
    },
  }),
  route({
    method: 'DELETE',
    url: `${url}/:link`,
    access: manage,
    async handle({ services, caller, channel, params }) {
      const guests = await services.guests.revoke(channel.id, params['link'] ?? '');
      await services.moderation.record({
        action: 'revokeGuestLink',
        by: caller.accountId,
        channelId: channel.id,
        detail: params['link'] ?? '',
      });
      await services.endGuests(guests);
    },
  }),
  route({
    method: 'POST',
    url: '/api/guests',
    access: 'public',
    answer: sessionSchema,
    body: becomeGuestSchema,
    status: 201,
    handle: ({ services, request, body }) =>
      limited(services, `${request.ip} guest`, async () => {
        try {
          const accountId = await services.guests.come(body.code, body.name, (name) =>
            insistOnOwnName(services, null, name),
          );
          await services.rights.changed();
          return await services.sessions.begin(accountId, body.program ?? '');
        } catch (error) {
          if (error instanceof RouteFailure && error.code === 'forbidden') {
            await services.securityLog.record('codeRefused', null, request.ip);
          }
          throw error;
        }
      }),
  }),
];
