import { authenticateSchema, closeUnauthorised } from '@parley/shared/backends/parley/events';
import type { RoutePlugin } from './route.ts';

/** A program that has not said who it is by then is sent away, ms. */
const authenticateLimit = 5_000;

/** One WebSocket a program. The token comes as the first message, never in the address. */
export const plugin: RoutePlugin = {
  method: 'GET',
  url: '/api/events',
  access: 'firstMessage',
  register(server, services) {
    server.register(async (scope) => {
      scope.get(plugin.url, { websocket: true }, (socket) => {
        let member: { sessionId: string; renew(expiresAt: number): void; leave(): void } | null = null;
        const late = setTimeout(() => socket.close(closeUnauthorised), authenticateLimit);
        const hear = async (data: string): Promise<void> => {
          const message = authenticateSchema.safeParse(json(data));
          const caller = message.success ? await services.sessions.caller(message.data.accessToken) : null;
          if (caller === null) return socket.close(closeUnauthorised);
          clearTimeout(late);
          const { accountId, sessionId, expiresAt } = caller;
          // Who somebody is does not change under way.
          if (member !== null)
            return sessionId === member.sessionId ? member.renew(expiresAt) : socket.close(closeUnauthorised);
          if (socket.readyState !== socket.OPEN) return;
          const subscriber = {
            accountId,
            sessionId,
            send: (text: string) => socket.send(text),
            close: (code: number) => socket.close(code),
            buffered: () => socket.bufferedAmount,
          };
          member = { sessionId, ...services.hub.add(subscriber, expiresAt) };
        };
        socket.on('message', (data: Buffer) => {
          hear(data.toString()).catch(() => socket.close(1011));
        });
        socket.on('close', () => {
          clearTimeout(late);
          member?.leave();
        });
        socket.on('error', () => socket.terminate());
      });
    });
  },
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
