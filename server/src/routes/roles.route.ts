import { accountRolesSchema, type AccountList, accountListSchema } from '@parley/shared/backends/parley/accounts';
import { createRoleSchema, updateRoleSchema, roleListSchema, roleSchema } from '@parley/shared/backends/parley/roles';
import { builtInRoles, rankOf, type Permission } from '@parley/shared/backends/permissions';
import { failure } from './failure.ts';
import { route, type RouteContext } from './route.ts';

type Context = Pick<RouteContext<unknown>, 'services' | 'caller' | 'permissions'>;

const builtIn: readonly string[] = Object.values(builtInRoles);

/** Roles are changed, given and taken by those above them; administrators do it with every role, their own among them. */
function insistOnRank({ services: { directory }, caller }: Context, position: number): void {
  if (directory.isAdministrator(caller.accountId)) return;
  if (position >= rankOf(directory.memberOr404(caller.accountId).roles)) {
    throw failure('forbidden', 'This role is not below your own.');
  }
}

function insistOnHaving({ permissions }: Context, given: readonly Permission[]): void {
  if (given.some((permission) => !permissions.has(permission))) {
    throw failure('forbidden', 'Nobody gives or takes what they do not have.');
  }
}

/** What is in one of two sets and not in the other. */
const differing = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): T[] => [
  ...[...one].filter((item) => !other.has(item)),
  ...[...other].filter((item) => !one.has(item)),
];

const manage = { permission: 'MANAGE_ROLES', in: 'server' } as const;

export const routes = [
  route({
    method: 'GET',
    url: '/api/roles',
    access: 'account',
    answer: roleListSchema,
    // A guest is told of what a guest has.
    handle: async ({ services: { directory }, caller: { accountId } }) => ({
      roles: directory.isGuest(accountId) ? directory.memberOr404(accountId).roles : directory.roles(),
    }),
  }),
  route({
    method: 'POST',
    url: '/api/roles',
    access: manage,
    answer: roleSchema,
    body: createRoleSchema,
    status: 201,
    async handle(context) {
      const { services, caller, body } = context;
      insistOnRank(context, body.position);
      insistOnHaving(context, body.permissions);
      const role = await services.accounts.createRole(body);
      await services.moderation.record({ action: 'createRole', by: caller.accountId, detail: JSON.stringify(role) });
      await services.rights.changed();
      return role;
    },
  }),
  route({
    method: 'PATCH',
    url: '/api/roles/:id',
    access: manage,
    answer: roleSchema,
    body: updateRoleSchema,
    async handle(context) {
      const { services, caller, body, params } = context;
      const role = services.directory.role(params['id'] ?? '');
      insistOnRank(context, role.position);
      const fixed =
        role.id === builtInRoles.administrator || (builtIn.includes(role.id) && body.position !== undefined);
      if (fixed) throw failure('conflict', 'This of a built-in role cannot be changed.');
      if (body.position !== undefined) insistOnRank(context, body.position);
      const [before, after] = [new Set(role.permissions), new Set(body.permissions ?? role.permissions)];
      insistOnHaving(context, differing(before, after));
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      await services.accounts.updateRole(role.id, change);
      const detail = JSON.stringify({ id: role.id, ...change });
      await services.moderation.record({ action: 'updateRole', by: caller.accountId, detail });
      await services.rights.changed();
      return services.directory.role(role.id);
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/roles/:id',
    access: manage,
    async handle(context) {
      const { services, caller, params } = context;
      const role = services.directory.role(params['id'] ?? '');
      insistOnRank(context, role.position);
      if (builtIn.includes(role.id)) throw failure('conflict', 'A built-in role stays.');
      await services.accounts.removeRole(role.id);
      await services.moderation.record({ action: 'deleteRole', by: caller.accountId, detail: JSON.stringify(role) });
      await services.rights.changed();
    },
  }),
  route({
    method: 'GET',
    url: '/api/accounts',
    access: manage,
    answer: accountListSchema,
    handle: async ({ services }): Promise<AccountList> => ({ accounts: await services.accounts.list() }),
  }),
  route({
    method: 'PUT',
    url: '/api/accounts/:id/roles',
    access: manage,
    body: accountRolesSchema,
    async handle(context) {
      const { services, caller, body, params } = context;
      const member = services.directory.memberOr404(params['id'] ?? '');
      if (member.guest !== null) throw failure('conflict', 'A guest has no roles.');
      const wanted = new Set([builtInRoles.everyone, ...body.roles]);
      // Of a disabled account its list tells the roles: in the directory it has none.
      const listed = (await services.accounts.list()).find(({ id }) => id === member.id)?.roles ?? [];
      const before = new Set([builtInRoles.everyone, ...listed]);
      for (const id of differing(wanted, before)) insistOnRank(context, services.directory.role(id).position);
      await services.accounts.setRoles(member.id, [...wanted]);
      await services.moderation.record({
        action: 'setRoles',
        by: caller.accountId,
        accountId: member.id,
        detail: [...wanted].join(' '),
      });
      await services.rights.changed();
    },
  }),
];
