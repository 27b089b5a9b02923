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
