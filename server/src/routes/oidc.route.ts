import { identitySchema, linkSelfSchema } from '@parley/shared/backends/parley/accounts';
import { browserSessionSchema, browserStartSchema, sessionSchema } from '@parley/shared/backends/parley/session';
import { builtInRoles } from '@parley/shared/backends/permissions';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { BrowserSignIn } from '../oidc/browserSignIn.ts';
import { decideRoles } from '../oidc/mappedRoles.ts';
import { failure, RouteFailure } from './failure.ts';
import { insistOnPassword } from './insistOnPassword.ts';
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

/**
 * Makes the mapped roles of an account what the provider says. A role that is not there is given to nobody; the last
 * administrator stays one.
 */
async function giveMappedRoles(services: Services, accountId: string, names: readonly string[]): Promise<void> {
  const { directory, accounts, moderation, rights, browserSignIn } = services;
  const idsOf = (wanted: readonly string[]): string[] =>
    directory
      .roles()
      .filter(({ id, name }) => id !== builtInRoles.everyone && wanted.some((one) => one === id || one === name))
      .map(({ id }) => id);
  const mapped = idsOf(browserSignIn?.config.roles?.roles.map(({ role }) => role) ?? []);
  const before = (directory.member(accountId)?.roles ?? [])
    .map(({ id }) => id)
    .filter((id) => id !== builtInRoles.everyone)
    .toSorted();
  const after = decideRoles(before, mapped, idsOf(names));
  if (after.join(' ') === before.join(' ')) return;
  try {
    await accounts.setRoles(accountId, after);
  } catch (error) {
    if (error instanceof RouteFailure && error.code === 'conflict') return;
    throw error;
  }
  await moderation.record({ action: 'setRoles', by: identityProvider, accountId, detail: after.join(' ') });
  await rights.changed();
}

/** In the audit log, where the person is an account when it came by the API. */
const identityProvider = 'identity-provider';

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
          if (person.roles !== null) await giveMappedRoles(services, accountId, person.roles);
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
    url: '/api/me/identity',
    access: 'account',
    body: linkSelfSchema,
    async handle(context) {
      const { services, caller, body } = context;
      const offer = insistOnOffer(services);
      const { guest } = services.directory.memberOr404(caller.accountId);
      if (guest !== null) throw failure('conflict', 'A guest has no account to sign in to.');
      // Who links can sign in from then on: the password shows that it is not somebody at a screen that was left open.
      await insistOnPassword(context, body.password);
      const person = await offer.take(body.code, body.verifier);
      if (person === null) throw failure('forbidden', 'The sign-in is not, or no longer, good.');
      const { issuer, subject } = person;
      await services.identities.link(caller.accountId, issuer, subject);
      // It may bring mutes and bans of an account that was deleted.
      await services.rights.changed();
      await services.moderation.record({
        action: 'linkIdentity',
        by: caller.accountId,
        accountId: caller.accountId,
        detail: JSON.stringify({ issuer, subject }),
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
      // It may bring mutes and bans of an account that was deleted.
      await services.rights.changed();
      await services.moderation.record({
        action: body.subject === null ? 'unlinkIdentity' : 'linkIdentity',
        by: caller.accountId,
        accountId: id,
        detail: JSON.stringify({ issuer, ...body }),
      });
    },
  }),
];
