import { randomUUID } from 'node:crypto';
import { type ServerNotice } from '@parley/shared/backends/parley/events';
import {
  closeSchema,
  kickSchema,
  liftSchema,
  logQuerySchema,
  moveSchema,
  restrictSchema,
  type AuditLog,
  type RestrictionList,
  type SecurityLog,
  auditLogSchema,
  restrictionListSchema,
  securityLogSchema,
} from '@parley/shared/backends/parley/moderation';
import { canModerate, type Permission } from '@parley/shared/backends/permissions';
import type { Member } from '../directory.ts';
import { accountOf } from '../occupants/occupancy.ts';
import { reasonOf } from '../voice/requests.ts';
import { failure } from './failure.ts';
import { route, type Route, type RouteContext } from './route.ts';

type Notice = Extract<ServerNotice, { type: 'moderation' }>;
type Context = Pick<RouteContext<unknown>, 'services' | 'caller' | 'request'>;

/** Whom something is to happen to. Throws `notFound`, and `forbidden` for somebody whose rank is not below the caller's. */
function moderable({ services: { directory }, caller }: Context, accountId: string): Member {
  const member = directory.memberOr404(accountId);
  if (!canModerate(directory.memberOr404(caller.accountId).roles, member.roles)) {
    throw failure('forbidden', 'This rank is not below your own.');
  }
  return member;
}

/** Writes it down and tells the person, before anything happens to their connection. */
async function tell(
  { services, caller }: Context,
  accountId: string,
  what: Omit<Notice, 'type' | 'id' | 'by'>,
): Promise<void> {
  const by = { id: caller.accountId, name: services.directory.member(caller.accountId)?.name ?? '' };
  await services.moderation.record({
    action: what.action,
    by: by.id,
    accountId,
    channelId: what.channelId,
    reason: what.reason,
    detail: what.toChannelId ?? (typeof what.expiresAt === 'number' ? `until ${what.expiresAt}` : ''),
  });
  services.hub.notify(accountId, { type: 'moderation', id: randomUUID(), ...what, by });
}

/** Disconnects somebody from a room, on each of their devices. LiveKit is asked who is there: webhooks may lag behind. */
async function remove({ services: { voice }, request }: Context, room: string, accountId: string): Promise<void> {
  try {
    const leaving = (await voice.people(room)).filter(({ identity }) => accountOf(identity) === accountId);
    await Promise.all(leaving.map(({ identity }) => voice.remove(room, identity)));
  } catch (error) {
    request.log.warn({ reason: reasonOf(error) }, 'LiveKit did not remove somebody');
    throw failure('unavailable', 'The voice server does not answer.');
  }
}

/** Nobody can tell a banned guest from another who has the same code: it lets nobody in any more. Who is in may stay. */
async function closeLinkOf({ services: { guests, moderation }, caller }: Context, accountId: string): Promise<void> {
  const link = await guests.closeLinkOf(accountId);
  if (link === null) return;
  await moderation.record({ action: 'closeGuestLink', by: caller.accountId, accountId, detail: link });
}

/** Mutes and bans are the same thing twice, each in one channel and everywhere. */
const restrictionRoutes = (where: 'server' | 'channel'): Route[] => {
  const base = where === 'channel' ? '/api/channels/:id' : '/api';
  const channelIdOf = (context: Pick<RouteContext<unknown>, 'channel'>): string | null =>
    where === 'channel' ? context.channel.id : null;
  const pair = (kind: 'mute' | 'ban', permission: Permission): Route[] => [
    route({
      method: 'POST',
      url: `${base}/${kind}`,
      access: { permission, in: where },
      body: restrictSchema,
      async handle(context) {
        const { services, caller, body } = context;
        const { id } = moderable(context, body.accountId);
        const channelId = channelIdOf(context);
        const expiresAt = body.seconds === null ? null : services.now() + body.seconds * 1000;
        const { reason } = body;
        await services.moderation.restrict({ kind, accountId: id, channelId, by: caller.accountId, reason, expiresAt });
        if (kind === 'ban') await closeLinkOf(context, id);
        await tell(context, id, { action: kind, reason, channelId, expiresAt });
        await services.rights.changed();
      },
    }),
    route({
      method: 'POST',
      url: `${base}/un${kind}`,
      access: { permission, in: where },
      body: liftSchema,
      async handle(context) {
        const { services, body } = context;
        const { id } = moderable(context, body.accountId);
        const channelId = channelIdOf(context);
        if (!(await services.moderation.lift(kind, id, channelId))) {
          throw failure('notFound', 'There is nothing to lift.');
        }
        await tell(context, id, { action: kind === 'mute' ? 'unmute' : 'unban', reason: body.reason, channelId });
        await services.rights.changed();
      },
    }),
  ];
  return [
    ...pair('mute', 'MUTE'),
    ...pair('ban', 'BAN'),
    route({
      method: 'GET',
      url: `${base}/restrictions`,
      access: { permission: 'MUTE', in: where },
      answer: restrictionListSchema,
      handle: async (context): Promise<RestrictionList> => ({
        restrictions: context.services.directory
          .restrictions()
          .filter(({ channelId }) => channelId === channelIdOf(context))
          .map((row) => ({
            ...row,
            accountName: context.services.directory.member(row.accountId)?.name ?? '',
            byName: context.services.directory.member(row.by)?.name ?? '',
          })),
      }),
    }),
  ];
};

export const routes = [
  ...restrictionRoutes('channel'),
  ...restrictionRoutes('server'),
  route({
    method: 'POST',
    url: '/api/channels/:id/kick',
    access: { permission: 'KICK', in: 'channel' },
    body: kickSchema,
    async handle(context) {
      const { channel, body } = context;
      const { id } = moderable(context, body.accountId);
      await tell(context, id, { action: 'kick', reason: body.reason, channelId: channel.id });
      await remove(context, channel.id, id);
    },
  }),
  route({
    method: 'POST',
    url: '/api/channels/:id/move',
    access: { permission: 'MOVE', in: 'channel' },
    body: moveSchema,
    async handle(context) {
      const { services, caller, channel, body } = context;
      const { directory } = services;
      const { id } = moderable(context, body.accountId);
      const target = directory.channel(body.toChannelId);
      const there = directory.permissions(caller.accountId, body.toChannelId);
      if (target === undefined || !there.has('VIEW')) throw failure('notFound', 'There is no such channel.');
      if (target.kind !== 'voice') throw failure('notVoiceChannel', 'A text channel cannot be joined by voice.');
      if (!there.has('MOVE')) throw failure('forbidden', 'This takes the permission MOVE there as well.');
      if (!directory.permissions(id, target.id).has('JOIN')) {
        throw failure('forbidden', 'The person may not join the other channel.');
      }
      const move = { action: 'move', reason: body.reason, channelId: channel.id, toChannelId: target.id } as const;
      await tell(context, id, move);
      await remove(context, channel.id, id);
    },
  }),
  route({
    method: 'POST',
    url: '/api/channels/:id/close',
    access: { permission: 'MANAGE_CHANNELS', in: 'channel' },
    body: closeSchema,
    async handle(context) {
      const { services, caller, channel, body } = context;
      const people = services.occupants.all().get(channel.id) ?? [];
      const inside = new Set(people.map(({ identity }) => accountOf(identity)).filter((id) => id !== ''));
      for (const id of inside) await tell(context, id, { action: 'close', reason: body.reason, channelId: channel.id });
      if (inside.size === 0) {
        const { id: channelId } = channel;
        await services.moderation.record({ action: 'close', by: caller.accountId, channelId, reason: body.reason });
      }
      try {
        await services.voice.closeRoom(channel.id);
      } catch {
        throw failure('unavailable', 'The voice server does not answer.');
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/audit',
    access: { permission: 'MANAGE_ROLES', in: 'server' },
    answer: auditLogSchema,
    query: logQuerySchema,
    handle: async ({ services, query }): Promise<AuditLog> => ({ entries: await services.moderation.audit(query) }),
  }),
  route({
    method: 'GET',
    url: '/api/security',
    access: 'administrator',
    answer: securityLogSchema,
    query: logQuerySchema,
    handle: async ({ services, query }): Promise<SecurityLog> => ({ entries: await services.securityLog.list(query) }),
  }),
];
