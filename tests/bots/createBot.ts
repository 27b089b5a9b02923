import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AccessToken } from 'livekit-server-sdk';
import { reportSchema, type Heard, type Join, type Voice } from './protocol.ts';

export interface BotOptions {
  /** Of LiveKit: ws: or wss: */
  readonly url: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly room: string;
  readonly identity: string;
  /** What the others see. */
  readonly name: string;
  readonly voice: Voice;
  /** A command that runs the bot's process somewhere else, such as in another network namespace. */
  readonly within?: readonly string[];
}

/** A participant without a face, in a process of its own: says a voice and measures everybody's. */
export interface Bot {
  readonly pid: number;
  /** What was heard of a participant last; null when nothing ever was. */
  heard(identity: string): Heard | null;
  /** The first measurement, from the latest on, that fulfils the predicate. Rejects after `timeoutMs` and when the bot ends. */
  waitFor(predicate: (heard: Heard) => boolean, timeoutMs: number): Promise<Heard>;
  /** Each measurement from now on, every 50 ms for each participant, until the returned function is called. */
  listen(listener: (heard: Heard) => void): () => void;
  /** Leaves and ends the process; resolves when it has ended. May be called twice. */
  stop(): Promise<void>;
}

/** How long a bot may take to be in the room, and to end, ms. */
const joinLimit = 20_000;
const endLimit = 3000;

/** Starts a bot and resolves when it is in the room and speaks. */
export async function createBot(options: BotOptions): Promise<Bot> {
  const { url, apiKey, apiSecret, room, identity, name, voice } = options;
  const token = new AccessToken(apiKey, apiSecret, { identity, name, ttl: '24h' });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true });
  const order: Join = { url, token: await token.toJwt(), voice };

  const [program, ...before] = [...(options.within ?? []), process.execPath, join(import.meta.dirname, 'bot.ts')];
  const child = spawn(program, before, { stdio: ['pipe', 'pipe', 'pipe'] });
  const latest = new Map<string, Heard>();
  const listeners = new Set<(heard: Heard) => void>();
  const enders = new Set<(error: Error) => void>();
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = (why: string): void => {
    for (const fail of enders) fail(new Error(`${identity}: ${why}`));
    enders.clear();
  };
  child.once('error', ({ message }) => end(message));
  child.once('close', (code) => end(`the bot ended with ${code}. ${said}`));
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  child.stdin.write(`${JSON.stringify(order)}\n`);

  const joined = Promise.withResolvers<void>();
  enders.add(joined.reject);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const report = readReport(line);
    if (report === null) return;
    if (report.event === 'joined') joined.resolve();
    else if (report.event === 'trouble') said = report.message;
    else {
      for (const heard of report.heard) {
        latest.set(heard.identity, heard);
        for (const listener of listeners) listener(heard);
      }
    }
  });

  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      child.stdin.end();
      const impatience = setTimeout(() => child.kill('SIGKILL'), endLimit);
      await ended;
      clearTimeout(impatience);
    })());

  const tooLong = setTimeout(
    () => joined.reject(new Error(`${identity}: not in the room after ${joinLimit} ms. ${said}`)),
    joinLimit,
  );
  try {
    await joined.promise;
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(tooLong);
    enders.delete(joined.reject);
  }

  return {
    pid: child.pid ?? 0,
    heard: (from) => latest.get(from) ?? null,
    waitFor(predicate, timeoutMs) {
      const { promise, resolve, reject } = Promise.withResolvers<Heard>();
      const listener = (heard: Heard): void => {
        if (predicate(heard)) resolve(heard);
      };
      const timer = setTimeout(() => {
        const last = JSON.stringify([...latest.values()]);
        reject(new Error(`${identity}: not heard within ${timeoutMs} ms; last ${last}`));
      }, timeoutMs);
      listeners.add(listener);
      enders.add(reject);
      if (stopping !== null || child.exitCode !== null) reject(new Error(`${identity}: the bot has ended.`));
      for (const heard of latest.values()) listener(heard);
      return promise.finally(() => {
        clearTimeout(timer);
        listeners.delete(listener);
        enders.delete(reject);
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop,
  };
}

/** Null for what the native library prints by itself. */
function readReport(line: string): ReturnType<typeof reportSchema.parse> | null {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
