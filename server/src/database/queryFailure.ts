import { DrizzleQueryError } from 'drizzle-orm';

/**
 * An error as it may be logged. A failed query carries its parameters (logins, hashes) in its message, in its stack and
 * in its cause, whose text quotes them as well: of it there remain the statement, PostgreSQL's SQLSTATE and the frames.
 */
export function loggable(error: unknown): object {
  if (!(error instanceof DrizzleQueryError)) return { err: error };
  const { message, stack = '' } = error;
  const start = stack.indexOf(message);
  return {
    query: error.query,
    sqlState: sqlStateOf(error),
    frames: start < 0 ? '' : stack.slice(start + message.length).trim(),
  };
}

/** PostgreSQL's five characters (appendix A of its manual); `unknown` when the failure is not PostgreSQL's. */
export function sqlStateOf({ cause }: DrizzleQueryError): string {
  return cause !== undefined && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';
}

/** Whether a unique constraint is broken: somebody else has it already. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && sqlStateOf(error) === '23505';

/** SQLSTATE classes and codes, and codes of sockets, that say why the database could not do something. */
const causes: readonly (readonly [pattern: RegExp, code: 'unavailable' | 'conflict', message: string])[] = [
  [/^53100$/, 'unavailable', 'The disk of the database is full.'],
  [/^(?:25006|0A000)$/, 'unavailable', 'The database takes no changes: it is read-only, or its disk is nearly full.'],
  [/^58|^XX/, 'unavailable', 'The database cannot use its files.'],
  [/^(?:53|54)/, 'unavailable', 'The database has too much to do.'],
  [/^(?:08|57|E[A-Z_]+$)/, 'unavailable', 'The database does not answer.'],
  [/^(?:40|23503$|23505$|55P03$)/, 'conflict', 'Somebody changed the same at the same time. Try again.'],
];
/** What the driver says without a code when a connection does not come about, or breaks. */
const lostConnection =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client (?:has encountered|was closed))/;

/** What to answer when the database could not do something that is not the server's mistake; null for anything else. */
export function databaseRefusal(error: unknown): { code: 'unavailable' | 'conflict'; message: string } | null {
  // Whatever else fails by a connection (LiveKit, over `fetch`) has its code in a cause, and no such message.
  const failed = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(failed instanceof Error)) return null;
  const lost = lostConnection.test(failed.message) ? 'ECONNRESET' : '';
  const state = 'code' in failed && typeof failed.code === 'string' ? failed.code : lost;
  const found = causes.find(([pattern]) => pattern.test(state));
  return found === undefined ? null : { code: found[1], message: found[2] };
}
