import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import { sql } from 'drizzle-orm';
import fastify, { type FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { createAccessTokens, readSigningKey } from './accounts/accessTokens.ts';
import { createSessions } from './accounts/sessions.ts';
import { createChannels } from './channels.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/openDatabase.ts';
import { loggable } from './database/queryFailure.ts';
import { createEventHub } from './events/eventHub.ts';
import { createOccupants } from './occupants/occupants.ts';
import { failure, RouteFailure } from './routes/failure.ts';
import { registerRoutes } from './routes/registerRoutes.ts';
import type { Services } from './routes/route.ts';
import { readSeed, seed } from './seed.ts';
import { createVoiceServer } from './voice/voiceServer.ts';

export interface ParleyServer {
  /** http://host:port */
  readonly address: string;
  readonly services: Services;
  close(): Promise<void>;
}

/** Requests a minute from one address, whatever they are: far above any person, below what hurts. */
const requestLimit = 1_200;

/** Starts Parley server. Rejects with an error whose message can be shown: port in use, folder in use, bad seed. */
export async function createServer(config: Config, now: () => number = Date.now): Promise<ParleyServer> {
  const http = fastify({
    bodyLimit: 64 * 1024,
    trustProxy: false,
    routerOptions: { maxParamLength: 256 },
    logger: {
      level: process.env['PARLEY_LOG'] ?? 'warn',
      redact: ['req.headers.authorization', '*.password', '*.refreshToken', '*.accessToken', '*.token'],
    },
  });
  const opened = await openDatabase(config.data);
  try {
    if (config.seedFile !== null) await seed(opened.database, readSeed(config.seedFile), now);
    const tokens = createAccessTokens(readSigningKey(config.data), now);
    const voice = createVoiceServer(config.livekit, now);
    const hub = createEventHub(now);
    const channels = createChannels(opened.database);
    const occupants = createOccupants({
      voice,
      voiceChannelIds: async () =>
        new Set((await channels.list()).filter(({ kind }) => kind === 'voice').map(({ id }) => id)),
      interval: config.reconcileInterval,
      onChanged: (channelId, people) => hub.tellOccupants({ type: 'occupants', channelId, occupants: [...people] }),
      log: http.log,
    });
    const services: Services = {
      config,
      version: packageJson.version,
      now,
      tokens,
      sessions: createSessions(opened.database, tokens, now),
      channels,
      occupants,
      hub,
      voice,
      databaseAnswers: () =>
        opened.database.execute(sql`select 1`).then(
          () => true,
          () => false,
        ),
    };
    answerErrors(http);
    await http.register(rateLimit, {
      max: requestLimit,
      timeWindow: 60_000,
      allowList: (request) => request.url === '/api/livekit/webhook',
      errorResponseBuilder: () => failure('rateLimited', 'Too many requests. Wait a minute.'),
    });
    await http.register(websocket, { options: { maxPayload: 16 * 1024 } });
    await registerRoutes(http, services);
    http.addHook('onSend', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });
    http.addHook('preClose', async () => hub.stop());
    http.addHook('onClose', async () => {
      occupants.stop();
      await opened.close();
    });
    const address = await http.listen({ host: config.host, port: config.port });
    await occupants.reconcile();
    return { address, services, close: () => http.close() };
  } catch (error) {
    await http.close();
    await opened.close().catch(() => undefined);
    throw error;
  }
}

function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error, request, reply) => {
    if (error instanceof RouteFailure) return reply.status(error.status).send(error.body);
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.status(status).send(failure('invalid', 'The request is malformed.').body);
    }
    // With a text of ours: without one, pino takes the error's, which names the parameters of a failed query.
    request.log.error(loggable(error), 'A request failed inside the server');
    return reply.status(500).send(failure('internal', 'Something failed inside the server.').body);
  });
  http.setNotFoundHandler((_request, reply) =>
    reply.status(404).send(failure('notFound', 'There is nothing here.').body),
  );
}
