import {
  browserSessionSchema,
  browserStartSchema,
  identitySchema,
  sessionSchema,
} from '@parley/shared/backends/parleyApi';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { BrowserSignIn } from '../oidc/browserSignIn.ts';
import { failure, RouteFailure } from './failure.ts';
import { limited } from './limited.ts';
import { route, type Services } from './route.ts';

/** Providers add what they like (`session_state`, `scope`): the rest is not looked at. */
const answerSchema = z.object({
  state: z.string().min(100).max(4096),
  code: z.string().min(1).max(4096).optional(),
  error: z.string().max(256).optional(),
  iss: z.string().max(1024).optional(),
});

/** What these pages send is for the browser that is there now and for nobody else; nothing runs in them. */
const pageHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

function insistOnOffer({ browserSignIn }: Services): BrowserSignIn {
  if (browserSignIn === null) throw failure('notFound', 'This server has no sign-in through the browser.');
  return browserSignIn;
}

/** `Retry-After` is in whole seconds (RFC 9110 §10.2.3). */
function insistOnLimit(offer: BrowserSignIn, address: string, reply: FastifyReply): void {
  const wait = offer.wait(address);
  if (wait === 0) return;
  reply.header('retry-after', Math.ceil(wait / 1000));
  throw failure('rateLimited', 'Too many sign-ins. Wait a minute.');
}

export const routes = [
  route({
    method: 'GET',
    url: '/api/oidc/start',
    access: 'public',
    query: browserStartSchema,
    status: 302,
    async handle({ services, request, reply, query }) {
      const offer = insistOnOffer(services);
      insistOnLimit(offer, request.ip, reply);
      return reply.headers(pageHeaders).redirect(await offer.start(query));
    },
  }),
  route({
    method: 'GET',
    url: '/api/oidc/callback',
    access: 'public',
    query: answerSchema,
    status: 302,
    async handle({ services, request, reply, query }) {
      const offer = insistOnOffer(services);
      insistOnLimit(offer, request.ip, reply);
      const next = await offer.finish(query, request.ip);
      reply.headers(pageHeaders);
      if (next !== null) return reply.redirect(next);
      return reply
        .status(403)
        .type('text/plain; charset=utf-8')
        .send('This sign-in is not, or no longer, good. Begin again in Parley; you can close this page.');
    },
  }),
  route({
    method: 'POST',
    url: '/api/oidc/session',
    access: 'public',
    answer: sessionSchema,
    body: browserSessionSchema,
    async handle({ services, request, body }) {
      const offer = insistOnOffer(services);
      return limited(services, `${request.ip} browser`, async () => {
        const person = await offer.take(body.code, body.verifier);
        if (person === null) {
          await services.securityLog.record('codeRefused', null, request.ip);
          throw failure('unauthorised', 'The sign-in is not, or no longer, good.');
        }
        let accountId = await services.identities.accountOf(person);
        try {
          if (accountId === null) {
            if (!offer.config.createAccounts) throw failure('forbidden', 'This server has no account for this person.');
            accountId = await services.identities.create(person);
            await services.rights.changed();
          }
          return await services.sessions.begin(accountId, body.program ?? '');
        } catch (error) {
          if (error instanceof RouteFailure) await services.securityLog.record('signInFailed', accountId, request.ip);
          throw error;
        }
      });
    },
  }),
  route({
    method: 'PUT',
    url: '/api/accounts/:id/identity',
    access: 'administrator',
    body: identitySchema,
    async handle({ services, caller, params, body }) {
      const { issuer } = insistOnOffer(services).config;
      const { id, guest } = services.directory.memberOr404(params['id'] ?? '');
      if (guest !== null) throw failure('conflict', 'A guest has no account to sign in to.');
      await services.identities.link(id, issuer, body.subject);
      await services.moderation.record({
        action: body.subject === null ? 'unlinkIdentity' : 'linkIdentity',
        by: caller.accountId,
        accountId: id,
        detail: JSON.stringify({ issuer, ...body }),
      });
    },
  }),
];
