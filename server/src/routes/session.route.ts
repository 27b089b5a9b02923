import { refreshSchema, signInSchema } from '@parley/shared/backends/parleyApi';
import { createFailureLimit } from '../accounts/failureLimit.ts';
import { normaliseLogin } from '../accounts/normaliseLogin.ts';
import { failure } from './failure.ts';
import { route } from './route.ts';

const limit = createFailureLimit();

export const routes = [
  route({
    method: 'POST',
    url: '/api/session',
    access: 'public',
    body: signInSchema,
    async handle({ services, request, body }) {
      const key = `${request.ip} ${normaliseLogin(body.login)}`;
      const takeBack = limit.begin(key, services.config.signInLimit, services.now());
      if (takeBack === null) throw failure('rateLimited', 'Too many failed tries. Wait a minute.');
      const session = await services.sessions.signIn(body.login, body.password);
      takeBack();
      return session;
    },
  }),
  route({
    method: 'POST',
    url: '/api/session/refresh',
    access: 'public',
    body: refreshSchema,
    handle: ({ services, body }) => services.sessions.refresh(body.refreshToken),
  }),
  route({
    method: 'DELETE',
    url: '/api/session',
    access: 'account',
    handle: ({ services, caller }) => services.sessions.signOut(caller.sessionId),
  }),
  route({
    method: 'GET',
    url: '/api/me',
    access: 'account',
    async handle({ services, caller }) {
      const account = await services.sessions.account(caller.accountId);
      if (account === null) throw failure('unauthorised', 'The account is gone.');
      return account;
    },
  }),
];
