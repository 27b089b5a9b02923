import { parleyApiVersion, type ServerInfo, healthSchema, serverInfoSchema } from '@parley/shared/backends/parley/api';
import { digest } from '../accounts/codes.ts';
import { devicesIn } from '../occupants/occupancy.ts';
import { failure } from './failure.ts';
import { describeRoutes } from './describeRoutes.ts';
import { route } from './route.ts';

export const routes = [
  route({
    method: 'GET',
    url: '/api/server',
    access: 'public',
    answer: serverInfoSchema,
    handle: async ({ services }): Promise<ServerInfo> => ({
      product: 'parley',
      name: services.config.name,
      version: services.version,
      apiVersion: parleyApiVersion,
      ...(services.browserSignIn === null ? {} : { browser: { label: services.browserSignIn.config.label } }),
    }),
  }),
  ...['/api/health', '/healthz'].map((url) =>
    route({
      method: 'GET',
      url,
      access: 'public',
      answer: healthSchema,
      async handle({ services, reply }) {
        const [database, livekit] = await Promise.all([services.databaseAnswers(), services.voice.answers()]);
        // Sent here, because the status follows from the answer.
        return reply.status(database && livekit ? 200 : 503).send({ database, livekit });
      },
    }),
  ),
  route({
    method: 'GET',
    url: '/api/openapi.json',
    access: 'public',
    handle: async ({ services }) => describeRoutes(services.routes, services.version),
  }),
  route({
    method: 'GET',
    url: '/metrics',
    // Prometheus has no account: it shows a token of the configuration.
    access: 'public',
    async handle({ services, request, reply }) {
      const { metricsToken } = services.config;
      if (metricsToken === undefined) throw failure('notFound', 'There is nothing here.');
      const shown = digest(request.headers.authorization ?? '');
      // Hashes are compared: that takes as long for a wrong token as for a right one.
      if (shown !== digest(`Bearer ${metricsToken}`))
        throw failure('unauthorised', 'This takes the token for metrics.');
      const people = [...services.occupants.all().values()];
      const text = services.metrics.text([
        { name: 'parley_event_connections', help: 'Open event streams', value: services.hub.count() },
        { name: 'parley_rooms', help: 'Rooms of LiveKit with somebody inside', value: people.length },
        { name: 'parley_participants', help: 'Participants in all rooms', value: people.flatMap(devicesIn).length },
        { name: 'parley_channels', help: 'Channels', value: services.directory.channels().length },
      ]);
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(text);
    },
  }),
  route({
    method: 'POST',
    url: '/api/signing-key',
    access: 'administrator',
    async handle({ services, caller }) {
      await services.moderation.record({ action: 'rotateSigningKey', by: caller.accountId });
      await services.signingKey.rotate();
      // Every program proves itself anew; those that are signed in do so by themselves.
      services.sessions.forget('all');
      services.hub.endSessions('all');
    },
  }),
];
