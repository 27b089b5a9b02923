import { resetPasswordSchema, signUpSchema } from '@parley/shared/backends/parley/accounts';
import { refreshSchema, signInSchema, sessionSchema } from '@parley/shared/backends/parley/session';
import { normaliseLogin } from '../accounts/normaliseLogin.ts';
import { failure, RouteFailure } from './failure.ts';
import { insistOnOwnName } from './insistOnOwnName.ts';
import { limited } from './limited.ts';
import { route } from './route.ts';

export const routes = [
  route({
    method: 'POST',
    url: '/api/session',
    access: 'public',
    answer: sessionSchema,
    body: signInSchema,
    handle: ({ services, request, body }) =>
      limited(services, `${request.ip} ${normaliseLogin(body.login)}`, () =>
        services.sessions.signIn(body.login, body.password, body.program ?? '', request.ip),
      ),
  }),
  route({
    method: 'POST',
    url: '/api/session/refresh',
    access: 'public',
    answer: sessionSchema,
    body: refreshSchema,
    handle: ({ services, request, body }) => services.sessions.refresh(body.refreshToken, request.ip),
  }),
  route({
    method: 'POST',
    url: '/api/session/reset',
    access: 'public',
    body: resetPasswordSchema,
    handle: ({ services, request, body }) =>
      limited(services, `${request.ip} reset`, async () => {
        const accountId = await services.accounts.takeReset(body.code);
        if (accountId === null) {
          await services.securityLog.record('codeRefused', null, request.ip);
          throw failure('forbidden', 'The link is not, or no longer, good.');
        }
        await services.accounts.setPassword(accountId, body.newPassword);
        await services.sessions.endAll(accountId);
      }),
  }),
  route({
    method: 'DELETE',
    url: '/api/session',
    access: 'account',
    async handle({ services, caller }) {
      await services.sessions.end(caller.accountId, caller.sessionId);
    },
  }),
  route({
    method: 'POST',
    url: '/api/accounts',
    access: 'public',
    answer: sessionSchema,
    body: signUpSchema,
    status: 201,
    handle: ({ services, request, body }) =>
      limited(services, `${request.ip} invitation`, async () => {
        try {
          const accountId = await services.accounts.signUp(body, () => insistOnOwnName(services, null, body.name));
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
