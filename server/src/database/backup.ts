import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { getTableName, is, sql } from 'drizzle-orm';
import type { MigrationMeta } from 'drizzle-orm/migrator';
import { PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { lastMigration, readMigrations, readState } from './migrations.ts';
import type { Database } from './openDatabase.ts';
import * as schema from './schema.ts';

/**
 * A backup is lines of JSON: a header, then rows as PostgreSQL's `row_to_json` writes them, each table after those that it
 * refers to, then a last line with the number of rows and the SHA-256 of everything before it. It is the same for PGlite and
 * PostgreSQL, and can be restored by this version of the server and by any later one.
 */
const headerSchema = z.object({
  format: z.literal('parley-backup'),
  version: z.literal(1),
  createdAt: z.string(),
  /** `folderMillis` of the last migration of the database; the ones after it are applied to the rows. */
  migration: z.number().int(),
  tables: z.array(z.string()).min(1),
});
const footerSchema = z.object({ rows: z.number().int(), sha256: z.string() });
const rowSchema = z.tuple([z.string(), z.record(z.string(), z.unknown())]);

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Rows that are read, and written, at once. */
const batch = 500;

const tableNames = Object.values(schema as Record<string, unknown>).flatMap((one) =>
  is(one, PgTable) ? [getTableName(one)] : [],
);

/** Names, each after those that it refers to. Throws when they refer to each other. */
export function inOrder(names: readonly string[], references: readonly { from: string; to: string }[]): string[] {
  const ordered: string[] = [];
  const left = new Set(names);
  while (left.size > 0) {
    const waits = (name: string): boolean =>
      references.some(({ from, to }) => from === name && to !== name && left.has(to));
    const next = [...left].filter((name) => !waits(name));
    if (next.length === 0) throw new Error(`Tables refer to each other: ${[...left].join(', ')}`);
    for (const name of next) left.delete(name);
    ordered.push(...next);
  }
  return ordered;
}

/** The rows of a statement, of PGlite and of PostgreSQL. */
async function rowsOf(database: Database | Transaction, statement: ReturnType<typeof sql>): Promise<unknown[]> {
  return z.object({ rows: z.array(z.unknown()) }).parse(await database.execute(statement)).rows;
}
const textRow = z.object({ text: z.string() });

/** JSON without the two characters that end a line for readers of lines, and that JSON leaves as they are. */
const oneLine = (text: string): string => text.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/**
 * Writes all tables, as they were at one moment, into `file`, which appears when it is whole. It has hashes of passwords
 * and is readable by its owner alone. Resolves with the number of rows.
 */
export async function backUp(database: Database, file: string, createdAt: Date): Promise<number> {
  const draft = `${file}.part`;
  const handle = await open(draft, 'w', 0o600);
  const hash = createHash('sha256');
  let rows = 0;
  try {
    const write = async (lines: readonly string[]): Promise<void> => {
      if (lines.length === 0) return;
      const text = `${lines.join('\n')}\n`;
      hash.update(text);
      await handle.write(text);
    };
    await database.transaction(
      async (transaction) => {
        const references = await rowsOf(
          transaction,
          sql`select conrelid::regclass::text as "from", confrelid::regclass::text as "to" from pg_constraint where contype = 'f'`,
        );
        const tables = inOrder(tableNames, z.array(z.object({ from: z.string(), to: z.string() })).parse(references));
        const { applied: migration } = await readState(transaction);
        const header = { format: 'parley-backup', version: 1, createdAt: createdAt.toISOString(), migration, tables };
        await write([JSON.stringify(header)]);
        for (const table of tables) {
          await transaction.execute(
            sql`declare backup no scroll cursor for select row_to_json(t)::text as text from ${sql.identifier(table)} t`,
          );
          let read: string[];
          do {
            const fetched = await rowsOf(transaction, sql.raw(`fetch ${batch} from backup`));
            read = fetched.map((row) => `[${JSON.stringify(table)},${oneLine(textRow.parse(row).text)}]`);
            await write(read);
            rows += read.length;
          } while (read.length === batch);
          await transaction.execute(sql`close backup`);
        }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    );
    await handle.write(`${JSON.stringify({ rows, sha256: hash.digest('hex') })}\n`);
    await handle.sync();
    await handle.close();
    await rename(draft, file);
    return rows;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** A backup that was read once from its first to its last byte, and is whole. */
export interface Backup {
  readonly header: z.infer<typeof headerSchema>;
  readonly rows: number;
  /** The lines of rows, as they are. */
  lines(): AsyncIterable<string>;
}

/** Checks a backup. Throws when it is none, is damaged or cut off, or was made by a newer server. */
export async function openBackup(file: string): Promise<Backup> {
  const hash = createHash('sha256');
  let first: string | null = null;
  let held: string | null = null;
  let lines = 0;
  for await (const line of linesOf(file)) {
    first ??= line;
    if (held !== null) hash.update(`${held}\n`);
    held = line;
    lines += 1;
  }
  const header = headerSchema.safeParse(json(first));
  if (!header.success) throw new Error(`${file} is no backup of this server.`);
  const footer = footerSchema.safeParse(json(held));
  const isWhole = footer.success && footer.data.rows === lines - 2 && footer.data.sha256 === hash.digest('hex');
  if (!isWhole) throw new Error(`${file} is damaged, or not all of it is there.`);
  if (header.data.migration > lastMigration()) throw new Error(`${file} was made by a newer server: update this one.`);
  const count = lines;
  return {
    header: header.data,
    rows: count - 2,
    async *lines() {
      let index = 0;
      for await (const line of linesOf(file)) {
        if (index > 0 && index < count - 1) yield line;
        index += 1;
      }
    },
  };
}

const linesOf = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file), crlfDelay: Infinity });

function json(line: string | null): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return null;
  }
}

/** Whether somebody used this database: there are accounts or channels in it. */
export async function isUsed(database: Database): Promise<boolean> {
  for (const table of ['accounts', 'channels']) {
    const [found] = await rowsOf(database, sql`select to_regclass(${table})::text as text`);
    if (!textRow.safeParse(found).success) continue;
    if ((await rowsOf(database, sql`select 1 from ${sql.identifier(table)} limit 1`)).length > 0) return true;
  }
  return false;
}

/**
 * Makes the database what it was, in one transaction: all of it, or nothing changes. What is in it is lost. The rows go into
 * tables as they were then; later migrations follow, as they would have.
 */
export async function restore(database: Database, backup: Backup): Promise<void> {
  const { header } = backup;
  const migrations = readMigrations();
  await database.transaction(async (transaction) => {
    for (const table of new Set([...tableNames, ...header.tables])) {
      await transaction.execute(sql`drop table if exists ${sql.identifier(table)} cascade`);
    }
    await transaction.execute(sql`drop schema if exists drizzle cascade`);
    await transaction.execute(sql`create schema drizzle`);
    await transaction.execute(
      sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    await apply(
      transaction,
      migrations.filter(({ folderMillis }) => folderMillis <= header.migration),
    );
    // Migrations bring rows of their own, the built-in roles.
    for (const table of header.tables) await transaction.execute(sql`truncate ${sql.identifier(table)} cascade`);
    await fill(transaction, backup);
    for (const table of header.tables) await continueSequences(transaction, table);
    await apply(
      transaction,
      migrations.filter(({ folderMillis }) => folderMillis > header.migration),
    );
  });
}

/** As drizzle's migrator does it, and as it will find it. */
async function apply(transaction: Transaction, migrations: readonly MigrationMeta[]): Promise<void> {
  for (const { sql: statements, hash, folderMillis } of migrations) {
    for (const statement of statements) await transaction.execute(sql.raw(statement));
    await transaction.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
    );
  }
}

async function fill(transaction: Transaction, backup: Backup): Promise<void> {
  let table = '';
  let waiting: string[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const name = sql.identifier(table);
    // As text, so that no number goes through JavaScript's.
    const rows = `[${waiting.join(',')}]`;
    await transaction.execute(
      sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${rows}::json)`,
    );
    waiting = [];
  };
  for await (const line of backup.lines()) {
    const [of] = rowSchema.parse(json(line));
    if (of !== table || waiting.length >= batch) await write();
    table = of;
    waiting.push(line.slice(line.indexOf(',') + 1, -1));
  }
  await write();
}

/** New rows get numbers after those that were restored. */
async function continueSequences(transaction: Transaction, table: string): Promise<void> {
  const columns = await rowsOf(
    transaction,
    sql`select column_name as text from information_schema.columns
        where table_name = ${table} and table_schema = current_schema() and column_default like 'nextval(%'`,
  );
  for (const column of columns.map((row) => textRow.parse(row).text)) {
    await transaction.execute(
      sql`select setval(pg_get_serial_sequence(${table}, ${column}),
            coalesce((select max(${sql.identifier(column)}) from ${sql.identifier(table)}), 0) + 1, false)`,
    );
  }
}
