import { DrizzleQueryError } from 'drizzle-orm';
import { readConfig } from './config.ts';
import { createServer } from './createServer.ts';
import { sqlStateOf } from './database/queryFailure.ts';

/** What a person can do about an error at the start, in one line. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return 'The port is in use. Choose another by PARLEY_PORT.';
  if ('code' in error && error.code === 'EACCES') return 'The port or the data folder may not be used by this user.';
  if (error instanceof DrizzleQueryError) return `The database refused a statement (SQLSTATE ${sqlStateOf(error)}).`;
  return error.message;
}

try {
  const server = await createServer(readConfig(process.env));
  console.log(`parley-server listening on ${server.address}`);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), 2_000).unref();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
} catch (error) {
  console.error(`parley-server: ${explain(error)}`);
  process.exit(1);
}
