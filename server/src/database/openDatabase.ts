import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import * as schema from './schema.ts';
import { takeFolder } from './takeFolder.ts';

/** Any PostgreSQL that drizzle speaks to; the rest of the server knows no more of it. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

const migrations = resolve(import.meta.dirname, '../../drizzle');

/** PGlite in `folder` (`:memory:` for tests), migrated. Throws when another server has the folder. */
export async function openDatabase(folder: string): Promise<OpenDatabase> {
  const memory = folder === ':memory:';
  if (!memory) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = memory ? () => undefined : takeFolder(folder);
  try {
    const client = memory ? new PGlite() : new PGlite(join(folder, 'database'));
    const database = drizzle(client, { schema });
    await migrate(database, { migrationsFolder: migrations });
    return {
      database,
      async close() {
        await client.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
