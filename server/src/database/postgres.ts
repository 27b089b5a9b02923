import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { z } from 'zod';
import { announcementSchema, type Announcement, type Processes } from '../processes/announcements.ts';
import { migrationsFolder } from './migrations.ts';
import type { OpenDatabase } from './openDatabase.ts';
import * as schema from './schema.ts';

/** A database that does not answer within these counts as gone, ms. */
const connectLimit = 4_000;
const statementLimit = 10_000;
/** Between two looks whether the connection of notifications is still one; between two tries to get it back, ms. */
const lookInterval = 5_000;
const retryInterval = 500;
/** Of the advisory lock under which migrations and seeds run; any number that nobody else takes. */
const lockKey = 7_061_726_579;
const channel = 'parley';
/** PostgreSQL takes fewer than 8000 bytes as the payload of a notification. */
const longestPayload = 7_999;

/** PostgreSQL at `url`, of any number of server processes. Rejects when it does not answer. */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  const connection = {
    connectionString: url,
    application_name: 'parley-server',
    connectionTimeoutMillis: connectLimit,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...connection, statement_timeout: statementLimit, query_timeout: statementLimit + 1_000 });
  // Of connections that nobody uses at the moment: the next query gets another one, or fails by itself.
  pool.on('error', () => undefined);
  const database = drizzle(pool, { schema });
  const exclusively = async <T>(work: (locked: NodePgDatabase<typeof schema>) => Promise<T>): Promise<T> => {
    // A connection of its own: the lock belongs to it and ends with it, whatever happens to this process.
    const client = new pg.Client(connection);
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('select pg_advisory_lock($1)', [lockKey]);
      return await work(drizzle(client, { schema }));
    } finally {
      await client.end();
    }
  };
  const listener = createListener({ ...connection, query_timeout: connectLimit });
  try {
    await listener.started;
  } catch (error) {
    await listener.stop();
    await pool.end();
    throw error;
  }
  return {
    database,
    processes: {
      async tell(announcement) {
        const whole = JSON.stringify({ from: listener.name, announcement });
        // Too long a one says at least that there was one.
        const text = Buffer.byteLength(whole) > longestPayload ? JSON.stringify({ from: listener.name }) : whole;
        await database.execute(sql`select pg_notify(${channel}, ${text})`).catch(() => undefined);
      },
      listen: listener.listen,
    },
    migrate: () => exclusively((locked) => migrate(locked, { migrationsFolder })),
    exclusively,
    // It has an administrator of its own, and is back when it is back.
    guard: () => () => undefined,
    async close() {
      await listener.stop();
      await pool.end();
    },
  };
}

const payloadSchema = z.object({ from: z.string(), announcement: announcementSchema.optional() });

/** What a notification says; `missed` for what this version cannot read, null for what this process said itself. */
export function readPayload(text: string, self: string): Announcement | 'missed' | null {
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(text));
    if (!parsed.success) return 'missed';
    return parsed.data.from === self ? null : (parsed.data.announcement ?? 'missed');
  } catch {
    return 'missed';
  }
}

/** Hears notifications over a connection of its own, which it gets back when it is lost, for as long as that takes. */
function createListener(connection: pg.ClientConfig) {
  const name = randomUUID();
  const stopped = new AbortController();
  let ears: Parameters<Processes['listen']>[0] | null = null;
  // What was said before anybody listened here.
  let early = false;
  const hear = (announcement: Announcement | 'missed' | null): void => {
    if (announcement === null) return;
    if (ears === null) early = true;
    else if (announcement === 'missed') ears.missed();
    else ears.heard(announcement);
  };

  /** From the connection to its loss. Resolves when it was there, rejects when it never was. */
  const listenOnce = async (onListening: () => void): Promise<void> => {
    const client = new pg.Client(connection);
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      stopped.signal.addEventListener('abort', () => resolve());
    });
    client.on('notification', ({ payload = '' }) => hear(readPayload(payload, name)));
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      onListening();
      let there = true;
      while (there) {
        there = await Promise.race([lost.then(() => false), sleep(lookInterval, true, { ref: false })]);
        // A peer that vanished without a word shows only when it is asked.
        if (there) await client.query('select 1').catch(() => (there = false));
      }
    } finally {
      client.end().catch(() => undefined);
    }
  };
  const keepListening = async (onStarted: () => void): Promise<void> => {
    await listenOnce(onStarted);
    while (!stopped.signal.aborted) {
      await sleep(retryInterval, undefined, { ref: false });
      if (!stopped.signal.aborted) await listenOnce(() => hear('missed')).catch(() => undefined);
    }
  };
  let end: Promise<void> = Promise.resolve();
  const started = new Promise<void>((resolve, reject) => {
    end = keepListening(resolve).catch(reject);
  });
  return {
    name,
    started,
    listen(next: NonNullable<typeof ears>): void {
      ears = next;
      if (early) next.missed();
    },
    async stop(): Promise<void> {
      stopped.abort();
      await end;
    },
  };
}
