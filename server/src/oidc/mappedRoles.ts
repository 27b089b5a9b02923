import type { RoleMapping } from '../config.ts';

/** More values than that are no groups of a person; an ID token of 64 KB could hold them. */
const mostValues = 2_000;

/** The texts of a claim, one or a list; none for a claim that is missing or something else. */
export function readClaim(claims: unknown, path: string): readonly string[] {
  let value = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
    value = (value as Record<string, unknown>)[name];
  }
  const values: readonly unknown[] = Array.isArray(value) ? value.slice(0, mostValues) : [value];
  return values.filter((one) => typeof one === 'string');
}

/** The roles, as the mapping names them, that the claims give; null where nothing is mapped. */
export function readMappedRoles(claims: unknown, mapping: RoleMapping | undefined): readonly string[] | null {
  if (mapping === undefined) return null;
  const values = new Set(readClaim(claims, mapping.claim));
  return [...new Set(mapping.roles.filter(({ value }) => values.has(value)).map(({ role }) => role))];
}

/**
 * The roles of an account after a sign-in: what the mapping is about is as the provider says, everything else stays as
 * it was given here. `ids` and `given` are ids.
 */
export function decideRoles(
  before: readonly string[],
  ids: readonly string[],
  given: readonly string[],
): readonly string[] {
  const mapped = new Set(ids);
  return [...new Set([...before.filter((id) => !mapped.has(id)), ...given])].toSorted();
}
