import { accountTierSchema, updateAccountSchema } from '@parley/shared/backends/parley/accounts';
import {
  createInvitationSchema,
  type InvitationList,
  codeSchema,
  invitationListSchema,
} from '@parley/shared/backends/parley/codes';
import { canModerate, rankOf } from '@parley/shared/backends/permissions';
import { failure } from './failure.ts';
import { route } from './route.ts';

const invite = { permission: 'MANAGE_ROLES', in: 'server' } as const;

export const routes = [
  route({
    method: 'PATCH',
    url: '/api/accounts/:id',
    access: 'administrator',
    body: updateAccountSchema,
    async handle({ services, caller, params, body }) {
      const { directory } = services;
      const member = directory.memberOr404(params['id'] ?? '');
      if (!canModerate(directory.memberOr404(caller.accountId).roles, member.roles)) {
        throw failure('forbidden', 'This rank is not below your own.');
      }
      await services.accounts.setDisabled(member.id, body.disabled);
      if (body.disabled) await services.sessions.endAll(member.id);
      await services.moderation.record({
        action: body.disabled ? 'disable' : 'enable',
        by: caller.accountId,
        accountId: member.id,
        reason: body.reason,
      });
      await services.rights.changed();
    },
  }),
  route({
    method: 'POST',
    url: '/api/accounts/:id/reset',
    access: 'administrator',
    answer: codeSchema,
    status: 201,
    async handle({ services, caller, params }) {
      const { id, guest } = services.directory.memberOr404(params['id'] ?? '');
      if (guest !== null) throw failure('conflict', 'A guest has no password.');
      const code = await services.accounts.createReset(id);
      await services.moderation.record({ action: 'resetPassword', by: caller.accountId, accountId: id });
      return code;
    },
  }),
  route({
    method: 'PUT',
    url: '/api/accounts/:id/tier',
    access: 'administrator',
    body: accountTierSchema,
    async handle({ services, caller, params, body }) {
      const { id, guest } = services.directory.memberOr404(params['id'] ?? '');
      if (guest !== null) throw failure('conflict', 'A guest has no tier.');
      await services.accounts.setTier(id, body.tier);
      await services.moderation.record({
        action: 'setTier',
        by: caller.accountId,
        accountId: id,
        detail: body.tier,
      });
      await services.rights.changed();
    },
  }),
  route({
    method: 'GET',
    url: '/api/invitations',
    access: invite,
    answer: invitationListSchema,
    handle: async ({ services }): Promise<InvitationList> => ({ invitations: await services.accounts.invitations() }),
  }),
  route({
    method: 'POST',
    url: '/api/invitations',
    access: invite,
    answer: codeSchema,
    body: createInvitationSchema,
    status: 201,
    async handle({ services, caller, body }) {
      const { directory } = services;
      const own = rankOf(directory.memberOr404(caller.accountId).roles);
      const isAbove = body.roleId === null || directory.role(body.roleId).position < own;
      if (!isAbove && !directory.isAdministrator(caller.accountId)) {
        throw failure('forbidden', 'This role is not below your own.');
      }
      const code = await services.accounts.invite(caller.accountId, body);
      await services.moderation.record({ action: 'invite', by: caller.accountId, detail: JSON.stringify(body) });
      return code;
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/invitations/:id',
    access: invite,
    handle: ({ services, params }) => services.accounts.uninvite(params['id'] ?? ''),
  }),
];
