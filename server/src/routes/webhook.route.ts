import { failure } from './failure.ts';
import type { RoutePlugin } from './route.ts';

/** `POST /api/livekit/webhook`: the signature is over the body as it came, so this scope does not parse it. */
export const plugin: RoutePlugin = (server, services) => {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.post('/api/livekit/webhook', async (request) => {
      const event = await services.voice.receive(typeof request.body === 'string' ? request.body : '', request.headers);
      if (event === null) throw failure('unauthorised', 'This is not signed by the voice server.');
      services.occupants.hear(event);
      return {};
    });
  });
};
