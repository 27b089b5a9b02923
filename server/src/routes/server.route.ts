import { parleyApiVersion, type ServerInfo } from '@parley/shared/backends/parleyApi';
import { route } from './route.ts';

export const routes = [
  route({
    method: 'GET',
    url: '/api/server',
    access: 'public',
    handle: async ({ services }): Promise<ServerInfo> => ({
      product: 'parley',
      name: services.config.name,
      version: services.version,
      apiVersion: parleyApiVersion,
    }),
  }),
  route({
    method: 'GET',
    url: '/api/health',
    access: 'public',
    async handle({ services, reply }) {
      const [database, livekit] = await Promise.all([services.databaseAnswers(), services.voice.answers()]);
      // Sent here, because the status follows from the answer.
      return reply.status(database && livekit ? 200 : 503).send({ database, livekit });
    },
  }),
];
