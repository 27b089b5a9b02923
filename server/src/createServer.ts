import websocket from '@fastify/websocket';
import { apiVersionHeader, parleyApiVersion } from '@parley/shared/backends/parley/api';
import { sql } from 'drizzle-orm';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { createAccessTokens } from './accounts/accessTokens.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createFailureLimit } from './accounts/failureLimit.ts';
import { createIdentities } from './accounts/identities.ts';
import { createGuests } from './accounts/guests.ts';
import { createSessions } from './accounts/sessions.ts';
import { readSigningKey, shareSigningKey } from './accounts/signingKey.ts';
import { createChannels } from './channels.ts';
import { defaultDialects, defaultProbeLimit, defaultRequestLimit, defaultTicketLimit, type Config } from './config.ts';
import { openDatabase } from './database/openDatabase.ts';
import { databaseRefusal, loggable } from './database/queryFailure.ts';
import { createDirectory } from './directory.ts';
import { createEventHub } from './events/eventHub.ts';
import { createEventView } from './events/eventView.ts';
import { createMetrics } from './metrics.ts';
import { createModeration } from './moderation/moderation.ts';
import { createSecurityLog } from './moderation/securityLog.ts';
import { createBrowserSignIn } from './oidc/browserSignIn.ts';
import { createOccupants } from './occupants/occupants.ts';
import { hearProcesses, shareServices } from './processes/shareServices.ts';
import { failure, RouteFailure } from './routes/failure.ts';
import { loadRoutes, registerRoutes } from './routes/registerRoutes.ts';
import { createRateLimit } from './rateLimit.ts';
import { createRights } from './rights.ts';
import type { Services } from './routes/route.ts';
import { readSeed, seed } from './seed.ts';
import { createVoiceServer } from './voice/voiceServer.ts';

export interface ParleyServer {
  /** http://host:port */
  readonly address: string;
  readonly services: Services;
  /** Every route that is registered, whoever did it. */
  readonly routes: readonly { readonly method: string; readonly url: string }[];
  /** Resolves when the database is lost: only a new process gets it back. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

const ofEveryAnswer = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Starts Parley server. Rejects with an error whose message can be shown: port in use, folder in use, bad seed. */
export async function createServer(config: Config, now: () => number = Date.now): Promise<ParleyServer> {
  const level = process.env['PARLEY_LOG'] ?? 'warn';
  const http = fastify({
    bodyLimit: 64 * 1024,
    // Of `X-Forwarded-For` the last address that is no proxy's: what callers write themselves stands before it.
    trustProxy: config.proxies === undefined ? false : [...config.proxies],
    routerOptions: { maxParamLength: 256 },
    // What the router refuses before there is a route: too long a part of the address, a broken escape.
    frameworkErrors: (error, _request, reply) => {
      const answer = JSON.stringify(failure('invalid', 'The address is malformed.').body);
      reply.raw.writeHead(error.statusCode ?? 400, { 'content-type': 'application/json' }).end(answer);
    },
    // Where requests are not logged, their numbers mean nothing: no logger is made for each.
    ...(level === 'info' || level === 'debug' ? {} : { childLoggerFactory: (logger: FastifyBaseLogger) => logger }),
    logger: {
      level,
      redact: ['req.headers.authorization', '*.password', '*.refreshToken', '*.accessToken', '*.token'],
      serializers: {
        // Without the query: an identity provider's code comes in one.
        req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
          method,
          url: url.split('?')[0],
          remoteAddress: ip,
        }),
      },
    },
  });
  const opened = await openDatabase(config.data, config.databaseUrl);
  try {
    const { database, processes } = opened;
    const { seedFile, signingSecret } = config;
    if (seedFile !== null) await opened.exclusively((alone) => seed(alone, readSeed(seedFile), now));
    const ownKey =
      signingSecret === undefined ? readSigningKey(config.data) : await shareSigningKey(database, signingSecret);
    const tokens = createAccessTokens(ownKey.current, now);
    const voice = createVoiceServer(config.livekit, now);
    if (!voice.configured) {
      http.log.warn('There are no calls: set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET');
    }
    const dialects = config.dialects ?? defaultDialects;
    const loaded = await loadRoutes(dialects);
    const directory = await createDirectory(database, now);
    const guests = createGuests(database, now);
    const moderation = createModeration(database, directory, now);
    const securityLog = createSecurityLog(database, now);
    const view = createEventView(directory, (channelId) => ownOccupants.of(channelId));
    const ownHub = createEventHub(now, view);
    // It looks at once: from here on nothing is awaited until everything is there that its findings are for.
    const ownOccupants = createOccupants({
      voice,
      voiceChannelIds: async () =>
        new Set(
          directory
            .channels()
            .filter(({ kind }) => kind === 'voice')
            .map(({ id }) => id),
        ),
      accounts: directory,
      now,
      interval: config.reconcileInterval,
      onChanged: ownHub.tellOccupants,
      onReconciled: () =>
        void catchUp().catch((error: unknown) => http.log.error(loggable(error), 'Catching up failed')),
      log: http.log,
    });
    const own = {
      hub: ownHub,
      occupants: ownOccupants,
      rights: createRights({ directory, hub: ownHub, occupants: ownOccupants, voice, log: http.log }),
      signingKey: ownKey,
      failures: createFailureLimit(),
    };
    const { hub, occupants, rights, signingKey, failures } = shareServices(own, processes);
    /** What no request tells: mutes and bans that have run out, tickets that are wider than what holds now. */
    const catchUp = async (): Promise<void> => {
      const gone = await guests.lapse();
      if (gone !== null) await endGuests(gone);
      else if (await moderation.lapse()) await rights.changed();
      else await rights.enforce();
    };
    const metrics = createMetrics();
    const endGuests = async (accountIds: readonly string[]): Promise<void> => {
      for (const accountId of accountIds) await services.sessions.endAll(accountId);
      await rights.changed();
    };
    const services: Services = {
      config,
      dialects,
      version: packageJson.version,
      now,
      signingKey,
      metrics,
      sessions: createSessions({ database, tokens, now, securityLog, onEnded: hub.endSessions }),
      accounts: createAccounts(database, now),
      identities: createIdentities(database, now),
      browserSignIn:
        config.oidc === undefined
          ? null
          : createBrowserSignIn({
              config: config.oidc,
              database,
              key: ownKey.current,
              now,
              securityLog,
              log: http.log,
            }),
      guests,
      endGuests,
      failures,
      ticketLimit: createRateLimit(config.ticketLimit ?? defaultTicketLimit, now),
      probeLimit: createRateLimit(config.probeLimit ?? defaultProbeLimit, now),
      channels: createChannels(database),
      directory,
      rights,
      moderation,
      securityLog,
      occupants,
      hub,
      view,
      voice,
      routes: loaded.routes,
      databaseAnswers: () =>
        opened.database.execute(sql`select 1`).then(
          () => true,
          () => false,
        ),
    };
    const routes: { method: string; url: string }[] = [];
    http.addHook('onRoute', ({ method, url }) => {
      for (const one of Array.isArray(method) ? method : [method]) routes.push({ method: one, url });
    });
    // Hooks with `done`: an asynchronous one costs more than what these do (bench/server, "profile").
    http.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
      // By the route and never by the address: that has ids in it, and anybody can make up more.
      metrics.answered(method, routeOptions.url ?? 'none', statusCode, elapsedTime);
      done();
    });
    answerErrors(http);
    const requestLimit = createRateLimit(config.requestLimit ?? defaultRequestLimit, now);
    http.addHook('onRequest', (request, reply, done) => {
      reply.headers(ofEveryAnswer);
      // LiveKit calls for everybody; its calls are signed.
      const wait = request.url === '/api/livekit/webhook' ? 0 : requestLimit.take(request.ip);
      if (wait === 0) return done(speaksOurs(request) ? undefined : wrongVersion);
      reply.header('retry-after', Math.ceil(wait / 1000));
      done(failure('rateLimited', 'Too many requests. Wait a minute.'));
    });
    await http.register(websocket, { options: { maxPayload: 16 * 1024 } });
    registerRoutes(http, services, loaded);
    const { promise: lost, resolve: onLost } = Promise.withResolvers<void>();
    const stopGuard = opened.guard(onLost);
    const stopHearing = hearProcesses(processes, {
      ...own,
      directory,
      sessions: services.sessions,
      now,
      log: http.log,
    });
    http.addHook('preClose', async () => hub.stop());
    http.addHook('onClose', async () => {
      stopHearing();
      stopGuard();
      occupants.stop();
      await opened.close();
    });
    const address = await http.listen({ host: config.host, port: config.port });
    await occupants.reconcile();
    return { address, services, routes, lost, close: () => http.close() };
  } catch (error) {
    await http.close();
    await opened.close().catch(() => undefined);
    throw error;
  }
}

const wrongVersion = failure(
  'versionMismatch',
  `This server speaks version ${parleyApiVersion} of the protocol, this program another one.`,
);

/** Who does not say a version is no program of ours, and speaks what a dialect says. */
const speaksOurs = ({ headers, url }: FastifyRequest): boolean => {
  const said = headers[apiVersionHeader];
  return said === undefined || said === ourVersion || url === '/api/server';
};
const ourVersion = String(parleyApiVersion);

function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error, request, reply) => {
    if (error instanceof RouteFailure) return reply.status(error.status).send(error.body);
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.status(status).send(failure('invalid', 'The request is malformed.').body);
    }
    const refusal = databaseRefusal(error);
    if (refusal !== null) {
      request.log.warn(loggable(error), 'The database could not do something');
      const answer = failure(refusal.code, refusal.message);
      return reply.status(answer.status).send(answer.body);
    }
    // With a text of ours: without one, pino takes the error's, which names the parameters of a failed query.
    request.log.error(loggable(error), 'A request failed inside the server');
    return reply.status(500).send(failure('internal', 'Something failed inside the server.').body);
  });
  http.setNotFoundHandler((_request, reply) =>
    reply.status(404).send(failure('notFound', 'There is nothing here.').body),
  );
}
