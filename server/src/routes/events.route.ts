import { authenticateSchema, closeUnauthorised } from '@parley/shared/backends/parleyApi';
import { withOccupants } from '../channels.ts';
import type { RoutePlugin } from './route.ts';

/** A program that has not said who it is by then is sent away, ms. */
const authenticateLimit = 5_000;

/** `GET /api/events`: one WebSocket a program. The token comes as the first message, never in the address. */
export const plugin: RoutePlugin = (server, services) => {
  server.register(async (scope) => {
    scope.get('/api/events', { websocket: true }, (socket) => {
      let member: { renew(expiresAt: number): void; leave(): void } | null = null;
      const late = setTimeout(() => socket.close(closeUnauthorised), authenticateLimit);
      const hear = async (data: string): Promise<void> => {
        const message = authenticateSchema.safeParse(json(data));
        const caller = message.success ? await services.tokens.verify(message.data.accessToken) : null;
        if (caller === null) return socket.close(closeUnauthorised);
        clearTimeout(late);
        if (member !== null) return member.renew(caller.expiresAt);
        const rows = await services.channels.list();
        // The list is read before the first send and both happen in one turn with `add`: no change falls between.
        const channels = rows.map((row) => withOccupants(row, services.occupants.of(row.id)));
        if (socket.readyState !== socket.OPEN) return;
        member = services.hub.add(
          {
            send: (text) => socket.send(text),
            close: (code) => socket.close(code),
            buffered: () => socket.bufferedAmount,
          },
          { type: 'snapshot', channels },
          caller.expiresAt,
        );
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
};

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
