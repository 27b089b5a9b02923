import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import type { Database } from './openDatabase.ts';

/** What `drizzle-kit` made of the changes of `schema.ts`, in order. */
export const migrationsFolder = resolve(import.meta.dirname, '../../drizzle');

/** What names the last migration of this version: its time. */
export const lastMigration = (): number => Math.max(...readMigrations().map(({ folderMillis }) => folderMillis));

export const readMigrations = () => readMigrationFiles({ migrationsFolder });

/** `applied`: the last migration, null when there was none yet. `missing`: how many of this version's are to be done. `now`: its clock, ms. */
export interface DatabaseState {
  readonly applied: number | null;
  readonly missing: number;
  readonly now: number;
}

const rowSchema = z.object({ rows: z.array(z.object({ text: z.string().nullable() })) });

export async function readState(database: Database): Promise<DatabaseState> {
  const read = async (statement: ReturnType<typeof sql>): Promise<string | null> =>
    rowSchema.parse(await database.execute(statement)).rows[0]?.text ?? null;
  const now = Number(await read(sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as text`));
  const table = await read(sql`select to_regclass('drizzle.__drizzle_migrations')::text as text`);
  const last =
    table === null ? null : await read(sql`select max(created_at)::text as text from drizzle.__drizzle_migrations`);
  const applied = last === null ? null : Number(last);
  const missing = readMigrations().filter(({ folderMillis }) => folderMillis > (applied ?? 0)).length;
  return { applied, missing, now };
}
