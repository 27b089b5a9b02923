import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { alone, type Processes } from '../processes/announcements.ts';
import { keepRoom } from './keepRoom.ts';
import { migrationsFolder } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import * as schema from './schema.ts';
import { takeFolder } from './takeFolder.ts';

/** Any PostgreSQL that drizzle speaks to; the rest of the server knows no more of it. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface OpenDatabase {
  readonly database: Database;
  readonly processes: Processes;
  migrate(): Promise<void>;
  /** Runs `work` while no other process runs any: what two that start at once must not both do. */
  exclusively<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /**
   * For a server that runs: of PGlite, keeps the disk from filling up, and tells when the database answers no more and never
   * will. Returns how to stop.
   */
  guard(onLost: () => void): () => void;
  close(): Promise<void>;
}

/** PostgreSQL at `url`; without one PGlite in `folder` (`:memory:` for tests). Throws when another server has the folder. */
export const connectDatabase = (folder: string, url?: string): Promise<OpenDatabase> =>
  url === undefined ? openFolder(folder) : openPostgres(url);

/** As `connectDatabase`, migrated. */
export async function openDatabase(folder: string, url?: string): Promise<OpenDatabase> {
  const opened = await connectDatabase(folder, url);
  try {
    await opened.migrate();
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** A cluster that is there is whole: it is made beside its place, so that a crash under way leaves nothing half made. */
async function openCluster(cluster: string): Promise<PGlite> {
  if (!existsSync(cluster)) {
    const draft = `${cluster}.new`;
    rmSync(draft, { recursive: true, force: true });
    const made = new PGlite(draft);
    await made.waitReady;
    await made.close();
    renameSync(draft, cluster);
  }
  return new PGlite(cluster);
}

async function openFolder(folder: string): Promise<OpenDatabase> {
  const memory = folder === ':memory:';
  if (!memory) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = memory ? () => undefined : takeFolder(folder);
  try {
    const client = memory ? new PGlite() : await openCluster(join(folder, 'database'));
    await client.waitReady;
    const database = drizzle(client, { schema });
    return {
      database,
      processes: alone,
      migrate: () => migrate(database, { migrationsFolder }),
      exclusively: (work) => work(database),
      guard: (onLost) => (memory ? () => undefined : keepRoom(folder, (statement) => client.exec(statement), onLost)),
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
