import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
// What tests share starts real servers, as in the tests themselves.
// oxlint-disable-next-line no-restricted-imports
import { freePort } from '../../tests/fixtures/freePort.ts';

/** A real PostgreSQL of its own: a new cluster in a temporary folder, on loopback. */
export interface PostgresServer {
  /** Of a new, empty database of this cluster. */
  createDatabase(): Promise<string>;
  /** Runs statements, over a connection of their own. */
  run(url: string, statements: string): Promise<Record<string, unknown>[]>;
  /** Ends it at once, with all connections. */
  kill(): Promise<void>;
  /** Again on the same port, after `kill`. */
  start(): Promise<void>;
  /** The end; removes the folder. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL, which never runs as root: then as the user `postgres` or `nobody`. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === null)
    throw new Error('No PostgreSQL: install its server, or set POSTGRES_BIN to the folder of `initdb`.');
  const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
  const user = process.getuid?.() === 0 ? unprivileged() : null;
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...user, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stderr}`);
  const port = await freePort();
  const urlOf = (name: string): string => `postgresql://parley@127.0.0.1:${port}/${name}`;
  let child: ChildProcess | null = null;
  let output = '';

  const run: PostgresServer['run'] = async (url, statements) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statements)).rows;
    } finally {
      await client.end();
    }
  };
  const killNow = (): void => void child?.kill('SIGQUIT');
  process.on('exit', killNow);
  const server: PostgresServer = {
    async createDatabase() {
      const name = `d${Date.now()}${Math.floor(Math.random() * 1e6)}`;
      await run(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    run,
    async kill() {
      const running = child;
      child = null;
      if (running === null) return;
      // "Immediate shutdown": as after a crash, and without children that live on.
      running.kill('SIGQUIT');
      await once(running, 'exit');
    },
    async start() {
      const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
      const started = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
        ...user,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-20_000)));
      }
      const limit = Date.now() + 20_000;
      while (!(await run(urlOf('postgres'), 'select 1').then(Boolean, () => false))) {
        if (started.exitCode !== null || Date.now() > limit) throw new Error(`PostgreSQL does not start:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      await server.kill();
      process.off('exit', killNow);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

/** The folder of `initdb`: `POSTGRES_BIN`, else the newest that Debian's packages installed, else one on PATH. */
function findPostgres(): string | null {
  const installed = globSync('/usr/lib/postgresql/*/bin').toSorted((a, b) =>
    b.localeCompare(a, 'en', { numeric: true }),
  );
  const onPath = (process.env['PATH'] ?? '').split(':');
  const folders = [process.env['POSTGRES_BIN'] ?? '', ...installed, ...onPath];
  return folders.find((folder) => folder !== '' && existsSync(join(folder, 'initdb'))) ?? null;
}

function unprivileged(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = ['postgres:', 'nobody:'].map((name) => users.find((one) => one.startsWith(name))).find(Boolean);
  const [, , uid, gid] = (line ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}
