import { DrizzleQueryError } from 'drizzle-orm';
import { databaseRefusal, sqlStateOf } from '../database/queryFailure.ts';

/** What a person at the terminal can do about an error, in one line without secrets. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = error instanceof DrizzleQueryError ? sqlStateOf(error) : codeOf(error);
  if (code === 'EADDRINUSE') return 'The port is in use. Choose another by PARLEY_PORT.';
  if (code === 'EACCES') return 'The port, the data folder or a file may not be used by this user.';
  if (code === 'ENOENT' || code === 'EISDIR') return error.message;
  if (code.startsWith('28')) return 'PostgreSQL refuses the user or the password of DATABASE_URL.';
  if (code === '3D000') return 'The database that DATABASE_URL names does not exist: create it first.';
  if (code === '25006' || code === '42501') return 'The user of DATABASE_URL may not change the database.';
  const refusal = databaseRefusal(error);
  if (refusal !== null) return refusal.message;
  if (error instanceof DrizzleQueryError) return `The database refused a statement (SQLSTATE ${sqlStateOf(error)}).`;
  return error.message;
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');
