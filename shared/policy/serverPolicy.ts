import { z } from 'zod';
import { normaliseAddress } from '../backends/address.ts';
import {
  dialectDefaults,
  dialectProfileSchema,
  type Dialect,
  type DialectProfile,
} from '../backends/dialects/profile.ts';

/** Which servers the administrator of a computer laid down. */
export interface ServerPolicy {
  /** In everybody's list. Id and login are empty here: they are each person's own. */
  readonly fixed: readonly DialectProfile[];
  /** Nobody signs in anywhere else. */
  readonly othersForbidden: boolean;
}
export const anyServer: ServerPolicy = { fixed: [], othersForbidden: false };

/** What a server begins with for a person, and the person may change; everything else of an entry is fixed. */
const personal = ['id', 'login', 'name', 'displayName', 'channels', 'transport'] as const;

const startOf = (dialect: Dialect): object =>
  dialect === 'parley' || dialect === 'direct'
    ? {}
    : { ...dialectDefaults[dialect], bearer: { kind: 'pasted' }, displayName: '', channels: [] };

/**
 * An entry of the policy: an address, and for other dialects than Parley's own what a profile has besides, as far as it is not
 * the usual.
 */
export const policyServerSchema = z
  .looseObject({ dialect: z.string().default('parley'), address: z.string() })
  .transform((given, context): DialectProfile => {
    for (const own of ['id', 'login']) {
      if (own in given) context.addIssue({ code: 'custom', path: [own], message: 'is each person’s own' });
    }
    const dialect = given.dialect as Dialect;
    const address = dialect === 'direct' ? given.address : normaliseAddress(given.address);
    if (address === null)
      context.addIssue({ code: 'custom', path: ['address'], message: 'has to be an http or https address' });
    const whole = { name: '', ...startOf(dialect), ...given, address: address ?? '', id: 'fixed', login: '' };
    const read = dialectProfileSchema.safeParse(whole);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });

/** The entry that a profile is; null for a server of the person's own. */
export const fixedServer = (
  { fixed }: ServerPolicy,
  { dialect, address }: Pick<DialectProfile, 'dialect' | 'address'>,
): DialectProfile | null =>
  fixed.find((entry) => entry.dialect === dialect && sameAddress(entry.address, address)) ?? null;

/** Two forms of one address, as one may be typed; LiveKit's own addresses have one form. */
const sameAddress = (one: string, other: string): boolean => one === (normaliseAddress(other) ?? other);

export const isAllowed = (policy: ServerPolicy, profile: Pick<DialectProfile, 'dialect' | 'address'>): boolean =>
  !policy.othersForbidden || fixedServer(policy, profile) !== null;

/** Whether it has to stay in the list: the last one of an entry. A second account there can go. */
export const isKept = (policy: ServerPolicy, servers: readonly DialectProfile[], profile: DialectProfile): boolean => {
  const entry = fixedServer(policy, profile);
  return entry !== null && servers.filter((other) => fixedServer(policy, other) === entry).length === 1;
};

/** The profile with what is fixed of it, whatever was typed. */
export function underPolicy<P extends DialectProfile>(policy: ServerPolicy, profile: P): P {
  const entry = fixedServer(policy, profile);
  if (entry === null) return profile;
  const own = Object.fromEntries(
    personal.flatMap((name) => (name in profile ? [[name, Reflect.get(profile, name)]] : [])),
  );
  // The same dialect has the same profile.
  return { ...entry, ...own } as P;
}

/**
 * The list of servers with those of the administrator: the missing ones behind the person's own, what is fixed in its place. One
 * that is not allowed stays in the list, so that it is there when the policy goes, and nobody signs in to it.
 */
export function serversUnder(
  policy: ServerPolicy,
  saved: readonly DialectProfile[],
  newId: () => string,
): readonly DialectProfile[] {
  const missing = policy.fixed.filter(
    (entry) => !saved.some((profile) => fixedServer({ ...policy, fixed: [entry] }, profile) !== null),
  );
  return [
    ...saved.map((profile) => underPolicy(policy, profile)),
    ...missing.map((entry) => ({ ...entry, id: newId() })),
  ];
}
