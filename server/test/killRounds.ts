import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Channel } from '@parley/shared/backends/channel';
import type { Session } from '@parley/shared/backends/parley/session';

/** What one writer knows of its channel. `maybe`: what was asked for when the server was killed, and never answered. */
interface Written {
  readonly name: string;
  /** Of the channel; null while there is none. */
  topic: string | null;
  maybe?: string | null;
}

/** What was acknowledged so far, kept in the folder between rounds. */
interface Memory {
  rounds: number;
  acknowledged: number;
  readonly channels: Written[];
  refreshToken: string | null;
}

export interface KillReport {
  readonly rounds: number;
  /** Writes that were answered with success, in all rounds. */
  readonly acknowledged: number;
}

const writers = 6;
/** A start that takes longer than this does not come, ms. */
const startLimit = 90_000;

/**
 * Starts the server on `folder`, looks whether all that was ever acknowledged is there, writes by several connections at
 * once, and kills it by SIGKILL at a random moment, of some rounds also while it starts. Goes on where an earlier call
 * with the same folder ended. Throws at the first thing that is lost, and when the server does not start again.
 */
export async function killRounds(
  folder: string,
  rounds: number,
  onRound: (report: KillReport) => void,
): Promise<KillReport> {
  mkdirSync(folder, { recursive: true });
  const seedFile = join(folder, 'seed.json');
  const account = { login: 'root', name: 'Root', password: 'pw-root', administrator: true };
  writeFileSync(seedFile, JSON.stringify({ accounts: [account] }));
  const memoryFile = join(folder, 'memory.json');
  const memory: Memory = existsSync(memoryFile)
    ? (JSON.parse(readFileSync(memoryFile, 'utf8')) as Memory)
    : { rounds: 0, acknowledged: 0, channels: [], refreshToken: null };
  const keep = (): void => {
    writeFileSync(`${memoryFile}.new`, JSON.stringify(memory));
    renameSync(`${memoryFile}.new`, memoryFile);
  };
  const start = () => startServer({ PARLEY_DATA: join(folder, 'data'), PARLEY_SEED_FILE: seedFile });
  const report = (): KillReport => ({ rounds: memory.rounds, acknowledged: memory.acknowledged });
  while (memory.rounds < rounds) {
    // Every third start is one that is killed on its way.
    if (memory.rounds % 3 === 0) {
      const early = start();
      await pause(Math.random() * 3_000);
      await kill(early.child);
    }
    const server = start();
    try {
      const address = await server.address;
      const session = await signIn(address, memory);
      await verify(address, session, memory);
      keep();
      const stop = new AbortController();
      const work = Array.from({ length: writers }, (_, index) => write(address, session, memory, index, stop.signal));
      const renewal = renew(address, memory, stop.signal);
      await pause(100 + Math.random() * 1_500);
      await kill(server.child);
      stop.abort();
      await Promise.all([...work, renewal]);
    } finally {
      await kill(server.child);
    }
    memory.rounds += 1;
    keep();
    onRound(report());
  }
  return report();
}

function startServer(environment: Record<string, string>): { child: ChildProcess; address: Promise<string> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
    env: { PATH: process.env['PATH'] ?? '', PARLEY_PORT: '0', PARLEY_LOG: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const address = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /listening on (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    setTimeout(() => reject(new Error(`The server does not start:\n${output}`)), startLimit).unref();
    child.once('exit', () => reject(new Error(`The server ended:\n${output}`)));
  });
  address.catch(() => undefined);
  return { child, address };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An answer of success; null when the server was killed before it came. Anything else is an error. */
async function ask(
  address: string,
  method: string,
  path: string,
  token: string | null,
  body?: unknown,
): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    text = await response.text();
  } catch {
    return null;
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as unknown);
}

/** By the refresh token that was acknowledged last: that it was given is a write as well. */
async function signIn(address: string, memory: Memory): Promise<Session> {
  const { refreshToken } = memory;
  const answer =
    refreshToken === null
      ? await ask(address, 'POST', '/api/session', null, { login: 'root', password: 'pw-root' })
      : await ask(address, 'POST', '/api/session/refresh', null, { refreshToken });
  const session = answer as Session;
  memory.refreshToken = session.refreshToken;
  return session;
}

async function verify(address: string, { accessToken }: Session, memory: Memory): Promise<void> {
  const { channels } = (await ask(address, 'GET', '/api/channels', accessToken)) as { channels: Channel[] };
  const there = new Map(channels.map(({ name, topic }) => [name, topic]));
  for (const written of memory.channels) {
    const topic = there.get(written.name) ?? null;
    const isAsked = written.maybe !== undefined && topic === written.maybe;
    if (topic !== written.topic && !isAsked) {
      throw new Error(`Round ${memory.rounds}: ${written.name} is ${topic}, acknowledged was ${written.topic}`);
    }
    written.topic = topic;
    delete written.maybe;
    there.delete(written.name);
  }
  if (there.size > 0) throw new Error(`Nobody asked for ${[...there.keys()].join(', ')}`);
}

/** Makes, changes and deletes channels, one request after the other, until the server is gone. */
async function write(
  address: string,
  session: Session,
  memory: Memory,
  writer: number,
  signal: AbortSignal,
): Promise<void> {
  const token = session.accessToken;
  for (let step = 0; !signal.aborted; step += 1) {
    const written: Written = { name: `${memory.rounds}-${writer}-${step}`, topic: null };
    memory.channels.push(written);
    let path = '/api/channels';
    /** Resolves with whether it was answered. */
    const attempt = async (method: string, topic: string | null, body?: object): Promise<Channel | null> => {
      written.maybe = topic;
      const answer = await ask(address, method, path, token, body);
      if (answer === null) return null;
      written.topic = topic;
      delete written.maybe;
      memory.acknowledged += 1;
      return answer as Channel;
    };
    const made = await attempt('POST', '', { name: written.name, kind: 'text' });
    if (made === null) return;
    path = `/api/channels/${made.id}`;
    if ((await attempt('PATCH', 'changed', { topic: 'changed' })) === null) return;
    // Most go again, so that the list stays short.
    if (step % 5 !== 0 && (await attempt('DELETE', null)) === null) return;
    if (written.topic === null) memory.channels.splice(memory.channels.indexOf(written), 1);
  }
}

/** Spends the refresh token again and again. A new one counts from its answer on. */
async function renew(address: string, memory: Memory, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await ask(address, 'POST', '/api/session/refresh', null, { refreshToken: memory.refreshToken });
    if (answer === null) return;
    memory.refreshToken = (answer as Session).refreshToken;
    memory.acknowledged += 1;
    await pause(20);
  }
}
