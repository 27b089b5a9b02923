import { refreshSchema, signInSchema } from '@parley/shared/backends/parleyApi';
import { createFailureLimit } from '../accounts/failureLimit.ts';
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
      const key = `${request.ip} ${body.login.toLowerCase()}`;
      if (limit.isReached(key, services.config.signInLimit, services.now())) {
        throw failure('rateLimited', 'Too many failed tries. Wait a minute.');
      }
      try {
        return await services.sessions.signIn(body.login, body.password);
      } catch (error) {
        limit.count(key, services.now());
        throw error;
      }
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
