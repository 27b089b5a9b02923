import { changePasswordSchema, deleteAccountSchema, renameSchema } from '@parley/shared/backends/parley/accounts';
import { type SessionList, accountSchema, sessionListSchema } from '@parley/shared/backends/parley/session';
import { accountOf } from '../occupants/occupancy.ts';
import { failure } from './failure.ts';
import { insistOnOwnName } from './insistOnOwnName.ts';
import { insistOnPassword } from './insistOnPassword.ts';
import { route, type RouteContext } from './route.ts';

async function account({ services, caller }: Pick<RouteContext<unknown>, 'services' | 'caller'>) {
  const found = await services.sessions.account(caller.accountId);
  if (found === null) throw failure('unauthorised', 'The account is gone.');
  return found;
}

export const routes = [
  route({ method: 'GET', url: '/api/me', access: 'account', answer: accountSchema, handle: account }),
  route({
    method: 'PATCH',
    url: '/api/me',
    access: 'account',
    answer: accountSchema,
    body: renameSchema,
    async handle(context) {
      const { services, caller, body } = context;
      insistOnOwnName(services, caller.accountId, body.name);
      await services.accounts.rename(caller.accountId, body.name);
      await services.rights.changed();
      const calls = [...services.occupants.all()].flatMap(([room, people]) =>
        people
          .filter(({ identity }) => accountOf(identity) === caller.accountId)
          .map(({ identity }) => [room, identity] as const),
      );
      // Those in a call with the person see the name when LiveKit takes it; the next ticket has it in any case.
      await Promise.allSettled(calls.map(([room, identity]) => services.voice.rename(room, identity, body.name)));
      return account(context);
    },
  }),
  route({
    method: 'DELETE',
    url: '/api/me',
    access: 'account',
    body: deleteAccountSchema,
    async handle(context) {
      const { services, caller, body } = context;
      await insistOnPassword(context, body.password);
      await services.accounts.remove(caller.accountId);
      await services.sessions.endAll(caller.accountId);
      await services.rights.changed();
    },
  }),
  route({
    method: 'GET',
    url: '/api/me/export',
    access: 'account',
    handle: ({ services, caller }) => services.accounts.export(caller.accountId),
  }),
  route({
    method: 'POST',
    url: '/api/me/password',
    access: 'account',
    body: changePasswordSchema,
    async handle(context) {
      const { services, caller, body } = context;
      await insistOnPassword(context, body.password);
      await services.accounts.setPassword(caller.accountId, body.newPassword);
      await services.sessions.endAll(caller.accountId, caller.sessionId);
    },
  }),
  route({
    method: 'GET',
    url: '/api/me/sessions',
    access: 'account',
    answer: sessionListSchema,
    handle: async ({ services, caller }): Promise<SessionList> => ({ sessions: await services.sessions.list(caller) }),
  }),
  route({
    method: 'DELETE',
    url: '/api/me/sessions/:id',
    access: 'account',
    async handle({ services, caller, params }) {
      if (!(await services.sessions.end(caller.accountId, params['id'] ?? ''))) {
        throw failure('notFound', 'There is no such session.');
      }
    },
  }),
];
