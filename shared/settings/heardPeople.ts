import { z } from 'zod';

/** How one person is heard here. Kept by identity, so that it holds in the next call as well. */
export const heardPersonSchema = z.strictObject({
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

export const hearAsEverybody = (identity: string, name: string): HeardPerson => ({
  identity,
  name,
  volume: 100,
  screen: 100,
  blocked: false,
  priority: false,
});

/**
 * The list after one person is heard differently: the newest change first, whoever is heard as everybody left out, and
 * the oldest forgotten when there are too many. Volumes are brought into their range.
 */
export function rememberHeard(
  people: readonly HeardPerson[],
  identity: string,
  name: string,
  change: Partial<Omit<HeardPerson, 'identity' | 'name'>>,
): readonly HeardPerson[] {
  const usual = hearAsEverybody(identity, name.slice(0, 256));
  const before = people.find((person) => person.identity === identity) ?? usual;
  const next: HeardPerson = { ...before, ...change, name: usual.name };
  const percent = (value: number): number =>
    Number.isFinite(value) ? Math.round(Math.min(200, Math.max(0, value))) : 100;
  const heard = { ...next, volume: percent(next.volume), screen: percent(next.screen) };
  const others = people.filter((person) => person.identity !== identity);
  const asEverybody = JSON.stringify(heard) === JSON.stringify(usual);
  return asEverybody ? others : [heard, ...others].slice(0, heardPeopleLimit);
}
