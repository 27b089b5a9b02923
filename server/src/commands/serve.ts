import { createServer } from '../createServer.ts';
import { command } from './command.ts';

/** A server that does not end by itself is ended, ms. */
const endLimit = 2_000;

export const serve = command({
  name: 'serve',
  about: 'Runs the server until it gets SIGTERM or SIGINT; what happens without a command',
  async run({ config, now, print, tell }) {
    const ending = new Promise<void>((resolve) => {
      process.once('SIGTERM', () => resolve());
      process.once('SIGINT', () => resolve());
    });
    const server = await createServer(config(), now);
    print(`parley-server listening on ${server.address}`);
    const isLost = await Promise.race([ending.then(() => false), server.lost.then(() => true)]);
    if (isLost)
      tell('parley-server: The database answers no more. Is its disk full? The server ends, to be started again.');
    setTimeout(() => process.exit(1), endLimit).unref();
    await server.close();
    return isLost ? 1 : 0;
  },
});
