import { z } from 'zod';

/**
 * What may be allowed to somebody, on the whole server or in one channel.
 *
 * | permission | allows |
 * |---|---|
 * | VIEW | to know that the channel exists, who is inside, and to read it |
 * | JOIN | to enter the call |
 * | SPEAK, CAMERA, SCREEN | to publish the microphone, a camera, a screen with its sound |
 * | SEND | to send messages and other data |
 * | PRIORITY | to be heard over others |
 * | MUTE, MOVE, KICK, BAN | to do that to people of a lower rank |
 * | MANAGE_CHANNELS | to make, change, close and delete channels |
 * | MANAGE_ROLES | roles, overrides, invitations; to read the audit log |
 * | RECORD | to record the call |
 */
export const permissions = [
  'VIEW',
  'JOIN',
  'SPEAK',
  'CAMERA',
  'SCREEN',
  'SEND',
  'PRIORITY',
  'MUTE',
  'MOVE',
  'KICK',
  'BAN',
  'MANAGE_CHANNELS',
  'MANAGE_ROLES',
  'RECORD',
] as const;
export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;
export type PermissionSet = ReadonlySet<Permission>;

/** The roles that every server has. `everyone` is everybody's; `administrator` is the account's `administrator`. */
export const builtInRoles = { everyone: 'everyone', moderator: 'moderator', administrator: 'administrator' } as const;

export interface Role {
  readonly id: string;
  /** Rank: who has a higher one moderates who has a lower one. `everyone` is 0, `administrator` the highest there is. */
  readonly position: number;
  readonly permissions: readonly Permission[];
}

/** What one channel changes for a role or for an account. What is both allowed and denied is denied. */
export interface Override {
  readonly subject: { readonly role: string } | { readonly account: string };
  readonly allow: readonly Permission[];
  readonly deny: readonly Permission[];
}

/** What moderators have taken from somebody, there or everywhere. */
export interface Restrictions {
  readonly muted: boolean;
  readonly banned: boolean;
}
export const unrestricted: Restrictions = { muted: false, banned: false };

const everything: PermissionSet = new Set(permissions);
const nothing: PermissionSet = new Set();
/** Whoever may not join has none of these either: they are about the call. */
const ofTheCall: readonly Permission[] = ['SPEAK', 'CAMERA', 'SCREEN', 'PRIORITY', 'RECORD'];

/**
 * What an account may do. `roles` are all of its roles, `everyone` among them; `overrides` are those of one channel, none
 * for the whole server. In this order, each step having the last word over the ones before it:
 *
 * 1. `administrator` has everything, and nothing below is looked at.
 * 2. The roles' permissions are added up.
 * 3. Overrides of roles, from the lowest position to the highest: of two roles the higher one decides. Of roles on the
 *    same position, a denial decides.
 * 4. The override of the account itself.
 * 5. What moderators took: a ban takes JOIN and SEND, a mute takes SPEAK and PRIORITY.
 * 6. Without VIEW there is nothing; without JOIN there is nothing that is about the call.
 */
export function effectivePermissions(
  accountId: string,
  roles: readonly Role[],
  overrides: readonly Override[] = [],
  restrictions: Restrictions = unrestricted,
): PermissionSet {
  if (roles.some(({ id }) => id === builtInRoles.administrator)) return everything;
  const allowed = new Set(roles.flatMap((role) => role.permissions));
  const apply = (changes: readonly Override[]): void => {
    for (const permission of changes.flatMap(({ allow }) => allow)) allowed.add(permission);
    for (const permission of changes.flatMap(({ deny }) => deny)) allowed.delete(permission);
  };
  const positions = [...new Set(roles.map(({ position }) => position))].toSorted((a, b) => a - b);
  if (overrides.length > 0) {
    for (const position of positions) {
      const here = new Set(roles.filter((role) => role.position === position).map(({ id }) => id));
      apply(overrides.filter(({ subject }) => 'role' in subject && here.has(subject.role)));
    }
    apply(overrides.filter(({ subject }) => 'account' in subject && subject.account === accountId));
  }
  const take = (...taken: readonly Permission[]): void => taken.forEach((permission) => allowed.delete(permission));
  if (restrictions.banned) take('JOIN', 'SEND');
  if (restrictions.muted) take('SPEAK', 'PRIORITY');
  if (!allowed.has('VIEW')) return nothing;
  if (!allowed.has('JOIN')) take(...ofTheCall);
  return allowed;
}

/** The position of the highest role; -1 for nobody. */
export const rankOf = (roles: readonly Role[]): number => Math.max(-1, ...roles.map(({ position }) => position));

/** Nobody moderates somebody whose highest role is not below theirs; so nobody moderates themself either. */
export const canModerate = (moderator: readonly Role[], person: readonly Role[]): boolean =>
  rankOf(moderator) > rankOf(person);
