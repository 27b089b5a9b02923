import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWithSchema, type StartWith } from '@parley/shared/backends/channel';
import { z } from 'zod';
import type { Log } from '../log/log.ts';

/**
 * By which ways servers could be reached where nothing else got through, for each network. Only what is special is kept: a
 * network in which the usual order works is not in it.
 */
export interface NetworkMemory {
  recall(server: string): StartWith | undefined;
  /** Null: forget. */
  remember(server: string, ways: StartWith | null): void;
}

/** A network changes, and a wrong memory costs: after so long it is tried as if it were new, ms. */
const life = 24 * 60 * 60_000;
const mostEntries = 64;

const entrySchema = z.strictObject({
  /** A keyed hash: which network it is can be told on this machine only, and only while one is in it. */
  network: z.string().regex(/^[0-9a-f]{32}$/),
  server: z.string().max(64),
  ways: startWithSchema,
  /** ms since the epoch. */
  at: z.number(),
});
type Entry = z.infer<typeof entrySchema>;
const fileSchema = z.strictObject({
  /** Made on this machine, for nothing else. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  entries: z.array(entrySchema).max(mostEntries),
});

/** What is still good. An entry from the future is of a clock that was wrong. */
export const stillGood = (entries: readonly Entry[], now: number): readonly Entry[] =>
  entries.filter(({ at }) => at <= now && now - at < life);

/** The entries after a join, newest last. */
export function nextEntries(
  entries: readonly Entry[],
  { network, server }: Pick<Entry, 'network' | 'server'>,
  ways: StartWith | null,
  now: number,
): readonly Entry[] {
  const others = stillGood(entries, now).filter((entry) => entry.network !== network || entry.server !== server);
  return ways === null ? others : [...others, { network, server, ways, at: now }].slice(-mostEntries);
}

/**
 * `networks.json` in `folder`. A file that cannot be read is begun anew; what cannot be written is known until the end.
 *
 * @param ports.network what tells the network of this moment from others (`describeNetwork`); null without any
 */
export function createNetworkMemory(ports: {
  readonly folder: string;
  readonly network: () => string | null;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly log: Log;
}): NetworkMemory {
  const { now, log } = ports;
  const file = join(ports.folder, 'networks.json');
  let kept = read(file);
  const network = (): string | null => {
    const text = ports.network();
    return text === null ? null : createHmac('sha256', kept.key).update(text).digest('hex').slice(0, 32);
  };
  return {
    recall(server) {
      const here = network();
      return stillGood(kept.entries, now()).find((entry) => entry.network === here && entry.server === server)?.ways;
    },
    remember(server, ways) {
      const here = network();
      if (here === null) return;
      const entries = nextEntries(kept.entries, { network: here, server }, ways, now());
      // Nothing to forget: most calls end here.
      if (entries.length === 0 && kept.entries.length === 0) return;
      kept = { ...kept, entries: [...entries] };
      try {
        const draft = `${file}.${process.pid}.new`;
        writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 });
        renameSync(draft, file);
      } catch {
        log.warn('What worked in this network could not be kept.');
      }
    },
  };
}

function read(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { key: randomBytes(32).toString('hex'), entries: [] };
  }
}
