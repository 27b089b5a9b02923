import { failure } from './failure.ts';
import type { RoutePlugin } from './route.ts';

/** The signature is over the body as it came, so this scope does not parse it. */
export const plugin: RoutePlugin = {
  method: 'POST',
  url: '/api/livekit/webhook',
  access: 'signature',
  register(server, services) {
    server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      scope.post(plugin.url, async (request) => {
        const body = typeof request.body === 'string' ? request.body : '';
        const event = await services.voice.receive(body, request.headers);
        if (event === null) {
          await services.securityLog.record('webhookForged', null, request.ip);
          throw failure('unauthorised', 'This is not signed by the voice server.');
        }
        services.occupants.hear(event);
        // A ticket outlives a ban and a change of role: whoever comes by it is held to what holds now.
        if (event.event === 'participant_joined' || event.event === 'track_published') void services.rights.enforce();
        return {};
      });
    });
  },
};
