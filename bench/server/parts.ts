import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveKitServer } from '../../tests/fixtures/livekit.ts';
import { median, round } from '../ui/figures.ts';
import { connectCrowd, post } from './load.ts';
import { callerOf, type Commands } from './messages.ts';
import type { Profile } from './profile.ts';

/** A measured process on a data folder of its own, for as long as `work` takes. */
async function withServer<T>(
  livekit: LiveKitServer,
  size: number,
  work: (measured: Commands, addresses: { parley: string; floor: string }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const child = fork(join(import.meta.dirname, 'measured.ts'), { execArgv: ['--expose-gc'] });
  try {
    const measured = callerOf(child);
    const { url, httpUrl, apiKey, apiSecret } = livekit;
    const addresses = await measured.start({ data: folder, size, livekit: { url, httpUrl, apiKey, apiSecret } });
    return await work(measured, addresses);
  } finally {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Processor time in µs for one, elapsed in requests a second. */
export interface TicketFigures {
  readonly toJwt: number;
  readonly floor: number;
  readonly join: number;
  /** What a ticket costs beyond the floor, in `toJwt`s. */
  readonly ratio: number;
  readonly floorPerSecond: number;
  readonly joinPerSecond: number;
}

interface Run {
  readonly each: number;
  readonly perSecond: number;
}

export const measureTickets = (livekit: LiveKitServer): Promise<TicketFigures> =>
  withServer(livekit, 10, async (measured, { parley, floor }) => {
    const [token = ''] = await measured.sessions(1);
    const path = `/api/channels/${await measured.channelId()}/join`;
    const run = async (address: string, count: number): Promise<Run> => {
      const before = await measured.processor();
      const elapsed = await post(address + path, token, count, 16);
      return { each: ((await measured.processor()) - before) / count, perSecond: (count / elapsed) * 1_000 };
    };
    // Until V8 has compiled what both run: on other threads, whose time counts as well.
    await run(floor, 8_000);
    await run(parley, 8_000);
    const rounds: { jwt: number; floor: Run; join: Run }[] = [];
    for (let index = 0; index < 5; index += 1) {
      rounds.push({ jwt: await measured.toJwt(2_000), floor: await run(floor, 2_000), join: await run(parley, 2_000) });
    }
    const of = (pick: (one: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
    return {
      toJwt: round(of(({ jwt }) => jwt)),
      floor: round(of((one) => one.floor.each)),
      join: round(of((one) => one.join.each)),
      ratio: round(
        of((one) => (one.join.each - one.floor.each) / one.jwt),
        2,
      ),
      floorPerSecond: round(
        of((one) => one.floor.perSecond),
        0,
      ),
      joinPerSecond: round(
        of((one) => one.join.perSecond),
        0,
      ),
    };
  });

/** µs of one request for each origin, the largest differences first. */
export type ProfileFigures = readonly { readonly origin: string; readonly join: number; readonly floor: number }[];

export const measureProfile = (livekit: LiveKitServer): Promise<ProfileFigures> =>
  withServer(livekit, 10, async (measured, { parley, floor }) => {
    const [token = ''] = await measured.sessions(1);
    const path = `/api/channels/${await measured.channelId()}/join`;
    const count = 20_000;
    const profile = async (address: string): Promise<Profile> => {
      await post(address + path, token, 8_000, 16);
      await measured.profileBegin();
      await post(address + path, token, count, 16);
      return measured.profileEnd();
    };
    const [bare, ticket] = [await profile(floor), await profile(parley)];
    return [...new Set([...Object.keys(bare), ...Object.keys(ticket)])]
      .map((origin) => ({
        origin,
        join: round((ticket[origin] ?? 0) / count, 2),
        floor: round((bare[origin] ?? 0) / count, 2),
      }))
      .toSorted((a, b) => b.join - b.floor - (a.join - a.floor))
      .filter((one) => one.join - one.floor >= 0.2);
  });

/** Times in ms from the webhook to a program; memory in bytes for each connection. */
export interface CrowdFigures {
  readonly clients: number;
  readonly first: number;
  readonly last: number;
  readonly worst: number;
  /** Of the server, for one change to all. */
  readonly processor: number;
  readonly heapEach: number;
  readonly residentEach: number;
}

export const measureCrowd = (livekit: LiveKitServer, clients: number): Promise<CrowdFigures> =>
  withServer(livekit, 100, async (measured, { parley }) => {
    const tokens = await measured.sessions(clients);
    const before = await measured.memory();
    const crowd = await connectCrowd(parley, tokens);
    const after = await measured.memory();
    const changes = [];
    for (let index = 0; index < 20; index += 1) {
      const processor = await measured.processor();
      const at = await measured.presence(index % 2 === 0);
      const heard = await crowd.heard();
      changes.push({
        first: Math.min(...heard) - at,
        last: Math.max(...heard) - at,
        processor: ((await measured.processor()) - processor) / 1_000,
      });
    }
    await crowd.close();
    return {
      clients,
      first: median(changes.map(({ first }) => first)),
      last: median(changes.map(({ last }) => last)),
      worst: Math.max(...changes.map(({ last }) => last)),
      processor: round(median(changes.map(({ processor }) => processor))),
      heapEach: Math.round((after.heap - before.heap) / clients),
      residentEach: Math.round((after.resident - before.resident) / clients),
    };
  });

/** Times in ms from the start of the program to the line that says it listens. */
export interface StartFigures {
  readonly first: number;
  readonly later: number;
}

export async function measureStart(): Promise<StartFigures> {
  const start = async (data: string): Promise<number> => {
    const started = performance.now();
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../server/src/main.ts')], {
      env: { PATH: process.env['PATH'] ?? '', PARLEY_DATA: data, PARLEY_PORT: '0', PARLEY_LOG: 'silent' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const elapsed = performance.now() - started;
    child.kill('SIGTERM');
    await once(child, 'exit');
    return elapsed;
  };
  const first: number[] = [];
  const later: number[] = [];
  for (let index = 0; index < 3; index += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
    first.push(await start(folder));
    for (let again = 0; again < 2; again += 1) later.push(await start(folder));
    rmSync(folder, { recursive: true, force: true });
  }
  return { first: Math.round(median(first)), later: Math.round(median(later)) };
}

/** With `size` channels and as many users. Times in ms, `join` in µs of processor time, sizes in bytes. */
export interface GrowthFigures {
  readonly size: number;
  readonly reload: number;
  readonly snapshot: number;
  readonly snapshotBytes: number;
  /** A change of one channel, told to 100 programs of 100 people. */
  readonly changed: number;
  readonly join: number;
  readonly heap: number;
}

export const measureGrowth = (livekit: LiveKitServer, size: number): Promise<GrowthFigures> =>
  withServer(livekit, size, async (measured, { parley }) => {
    const tokens = await measured.sessions(100);
    const { heap } = await measured.memory();
    const crowd = await connectCrowd(parley, tokens);
    const directories = [];
    const changes: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      directories.push(await measured.directory());
      changes.push(await measured.changed());
    }
    const url = `${parley}/api/channels/${await measured.channelId()}/join`;
    await post(url, tokens[0] ?? '', 300, 16);
    const before = await measured.processor();
    await post(url, tokens[0] ?? '', 1_000, 16);
    const ticket = ((await measured.processor()) - before) / 1_000;
    await crowd.close();
    return {
      size,
      reload: round(median(directories.map(({ reload }) => reload))),
      snapshot: round(median(directories.map(({ snapshot }) => snapshot))),
      snapshotBytes: directories[0]?.snapshotBytes ?? 0,
      changed: round(median(changes)),
      join: round(ticket),
      heap,
    };
  });
