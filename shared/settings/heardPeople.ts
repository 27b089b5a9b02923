import { z } from 'zod';
import { personOf } from '../backends/deviceIdentity.ts';

/** Somebody of a server. */
export interface Whom {
  /** Its address; null: on whichever server they are, as it was kept before servers were told apart. */
  readonly server: string | null;
  /** The account (`personOf`), or what a server that has none of ours calls them. */
  readonly identity: string;
}

/** How one person is heard here, on all of their devices. Kept, so that it holds in the next call as well. */
export const heardPersonSchema = z.strictObject({
  server: z.string().max(2048).nullable(),
  identity: z.string().min(1).max(256),
  /** As it was shown last. */
  name: z.string().max(256),
  /** Of their voice, per cent. */
  volume: z.number().int().min(0).max(200),
  /** Of the sound of their screen, per cent. */
  screen: z.number().int().min(0).max(200),
  /** Not heard at all. */
  blocked: z.boolean(),
  /** While they speak, others are turned down. */
  priority: z.boolean(),
});
export type HeardPerson = z.infer<typeof heardPersonSchema>;

/** Guests come with a new identity each time: the list must not grow for ever. */
export const heardPeopleLimit = 300;

export const hearAsEverybody = ({ server, identity }: Whom, name: string): HeardPerson => ({
  server,
  identity,
  name,
  volume: 100,
  screen: 100,
  blocked: false,
  priority: false,
});

/** What is kept of somebody; of their server rather than of whichever. Null: as everybody. */
export const findHeard = (people: readonly HeardPerson[], whom: Whom): HeardPerson | null =>
  people.find((person) => isSame(person, whom)) ??
  people.find((person) => isSame(person, { ...whom, server: null })) ??
  null;

/**
 * The list after one person is heard differently: the newest change first, whoever is heard as everybody left out, and
 * the oldest forgotten when there are too many. Volumes are brought into their range.
 */
export function rememberHeard(
  people: readonly HeardPerson[],
  whom: Whom,
  name: string,
  change: Partial<Omit<HeardPerson, 'server' | 'identity' | 'name'>>,
): readonly HeardPerson[] {
  const usual = hearAsEverybody(whom, name.slice(0, 256));
  const before = findHeard(people, whom) ?? usual;
  const next: HeardPerson = { ...before, ...change, ...whom, name: usual.name };
  const percent = (value: number): number =>
    Number.isFinite(value) ? Math.round(Math.min(200, Math.max(0, value))) : 100;
  const heard = { ...usual, ...next, volume: percent(next.volume), screen: percent(next.screen) };
  const others = people.filter((person) => !isSame(person, whom));
  // What is kept for whichever server would hold again.
  const asEverybody = JSON.stringify(heard) === JSON.stringify(usual) && findHeard(others, whom) === null;
  return asEverybody ? others : [heard, ...others].slice(0, heardPeopleLimit);
}

/**
 * What was kept of devices, without their server, as what is kept of people: whoever was blocked on one of their devices
 * is blocked. What does not look like that is left as it is.
 */
export function upgradeHeard(people: unknown): unknown {
  if (!Array.isArray(people)) return people;
  const merged = new Map<string, unknown>();
  for (const [index, person] of (people as readonly unknown[]).entries()) {
    const old = deviceSchema.safeParse(person);
    if (!old.success) {
      merged.set(`as it is ${index}`, person);
      continue;
    }
    const whom = { server: null, identity: personOf(old.data.identity) };
    const key = `person ${whom.identity}`;
    const other = heardPersonSchema.safeParse(merged.get(key));
    const one = { ...old.data, ...whom };
    merged.set(key, other.success ? oneOf(other.data, one) : one);
  }
  return [...merged.values()];
}

const deviceSchema = heardPersonSchema.omit({ server: true });

/** Of two that were kept of one person; the first is the newer one. */
const oneOf = (first: HeardPerson, other: HeardPerson): HeardPerson => ({
  ...first,
  volume: first.volume === 100 ? other.volume : first.volume,
  screen: first.screen === 100 ? other.screen : first.screen,
  blocked: first.blocked || other.blocked,
  priority: first.priority || other.priority,
});

const isSame = (person: Whom, whom: Whom): boolean =>
  person.server === whom.server && person.identity === whom.identity;
