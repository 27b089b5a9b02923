import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canModerate,
  effectivePermissions,
  permissions,
  rankOf,
  unrestricted,
  type Override,
  type Permission,
  type Role,
} from './permissions.ts';

const everyone: Role = { id: 'everyone', position: 0, permissions: ['VIEW', 'JOIN', 'SPEAK', 'SEND'] };
const guide: Role = { id: 'guide', position: 5, permissions: ['CAMERA'] };
const host: Role = { id: 'host', position: 5, permissions: [] };
const moderator: Role = { id: 'moderator', position: 100, permissions: ['MUTE', 'KICK'] };
const administrator: Role = { id: 'administrator', position: 1_000, permissions: [] };

const role = (id: string, allow: readonly Permission[], deny: readonly Permission[] = []): Override => ({
  subject: { role: id },
  allow,
  deny,
});
const account = (id: string, allow: readonly Permission[], deny: readonly Permission[] = []): Override => ({
  subject: { account: id },
  allow,
  deny,
});

describe('effectivePermissions', () => {
  it.each<[string, readonly Role[], readonly Override[], string]>([
    ['nobody without a role', [], [], ''],
    ['everyone\u2019s', [everyone], [], 'VIEW JOIN SPEAK SEND'],
    ['roles add up', [everyone, guide, moderator], [], 'VIEW JOIN SPEAK SEND CAMERA MUTE KICK'],
    ['a channel takes from everyone', [everyone], [role('everyone', [], ['SPEAK'])], 'VIEW JOIN SEND'],
    [
      'a higher role gives back',
      [everyone, guide],
      [role('everyone', [], ['SPEAK']), role('guide', ['SPEAK'])],
      'VIEW JOIN SPEAK SEND CAMERA',
    ],
    [
      'whatever the order of the overrides',
      [guide, everyone],
      [role('guide', ['SPEAK']), role('everyone', [], ['SPEAK'])],
      'VIEW JOIN SPEAK SEND CAMERA',
    ],
    [
      'a higher role takes',
      [everyone, guide],
      [role('everyone', ['SCREEN']), role('guide', [], ['SCREEN'])],
      'VIEW JOIN SPEAK SEND CAMERA',
    ],
    [
      'of equals the denial',
      [everyone, guide, host],
      [role('host', ['SCREEN']), role('guide', [], ['SCREEN'])],
      'VIEW JOIN SPEAK SEND CAMERA',
    ],
    [
      'of equals the denial, the other way',
      [everyone, guide, host],
      [role('host', [], ['SCREEN']), role('guide', ['SCREEN'])],
      'VIEW JOIN SPEAK SEND CAMERA',
    ],
    [
      'the account has the last word',
      [everyone, guide],
      [account('ada', ['SCREEN'], ['SPEAK']), role('guide', ['SPEAK'], ['SCREEN'])],
      'VIEW JOIN SEND CAMERA SCREEN',
    ],
    [
      'another account\u2019s word counts for nothing',
      [everyone],
      [account('bo', [], ['VIEW'])],
      'VIEW JOIN SPEAK SEND',
    ],
    ['a role that one has not counts for nothing', [everyone], [role('guide', ['BAN'])], 'VIEW JOIN SPEAK SEND'],
    ['allowed and denied is denied', [everyone], [role('everyone', ['SPEAK'], ['SPEAK'])], 'VIEW JOIN SEND'],
    ['nothing without VIEW', [everyone, moderator], [role('everyone', [], ['VIEW'])], ''],
    [
      'nothing of the call without JOIN',
      [everyone, guide],
      [role('everyone', ['RECORD', 'PRIORITY', 'SCREEN'], ['JOIN'])],
      'VIEW SEND',
    ],
    [
      'a hidden channel, shown to one',
      [everyone],
      [role('everyone', [], ['VIEW']), account('ada', ['VIEW'])],
      'VIEW JOIN SPEAK SEND',
    ],
  ])('%s', (_, roles, overrides, expected) => {
    expect([...effectivePermissions('ada', roles, overrides)].toSorted()).toEqual(
      expected.split(' ').filter(Boolean).toSorted(),
    );
  });

  it('gives an administrator everything, whatever a channel or a moderator says', () => {
    const denied = [role('administrator', [], permissions), account('ada', [], permissions)];
    expect([...effectivePermissions('ada', [administrator], denied, { muted: true, banned: true })]).toEqual(
      permissions,
    );
  });

  it('takes what a moderator took, whatever a channel allows', () => {
    const allowed = [account('ada', permissions)];
    const muted = effectivePermissions('ada', [everyone], allowed, { muted: true, banned: false });
    expect(permissions.filter((permission) => !muted.has(permission))).toEqual(['SPEAK', 'PRIORITY']);
    const banned = effectivePermissions('ada', [everyone], allowed, { muted: false, banned: true });
    expect(banned.has('VIEW')).toBe(true);
    for (const permission of ['JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND', 'PRIORITY', 'RECORD'] as const) {
      expect(banned.has(permission)).toBe(false);
    }
  });
});

const anyPermissions = fc.subarray([...permissions]);
const anyRole = fc.record({
  id: fc.constantFrom('everyone', 'guide', 'host', 'moderator'),
  position: fc.integer({ min: 0, max: 3 }),
  permissions: anyPermissions,
});
const anyRoles = fc.uniqueArray(anyRole, { selector: ({ id }) => id });
const anyOverride = fc.record({
  subject: fc.oneof(
    fc.record({ role: fc.constantFrom('everyone', 'guide', 'host', 'moderator') }),
    fc.record({ account: fc.constantFrom('ada', 'bo') }),
  ),
  allow: anyPermissions,
  deny: anyPermissions,
});
const anyOverrides = fc.array(anyOverride);

describe('whatever the roles and overrides, effectivePermissions', () => {
  it('does not depend on their order', () => {
    fc.assert(
      fc.property(anyRoles, anyOverrides, (roles, overrides) => {
        const there = effectivePermissions('ada', roles, overrides);
        expect(effectivePermissions('ada', roles.toReversed(), overrides.toReversed())).toEqual(there);
      }),
    );
  });

  it('leaves nothing without VIEW, and nothing of the call without JOIN', () => {
    fc.assert(
      fc.property(anyRoles, anyOverrides, (roles, overrides) => {
        const may = effectivePermissions('ada', roles, overrides);
        if (!may.has('VIEW')) expect(may.size).toBe(0);
        if (!may.has('JOIN')) expect(may.has('SPEAK') || may.has('CAMERA') || may.has('SCREEN')).toBe(false);
      }),
    );
  });

  it('gives nothing that no role and no override gives', () => {
    fc.assert(
      fc.property(anyRoles, anyOverrides, (roles, overrides) => {
        const given = new Set([...roles.flatMap((one) => one.permissions), ...overrides.flatMap(({ allow }) => allow)]);
        for (const permission of effectivePermissions('ada', roles, overrides)) expect(given).toContain(permission);
      }),
    );
  });

  it('never grows by a denial of the account or by a restriction', () => {
    fc.assert(
      fc.property(
        anyRoles,
        anyOverrides,
        anyPermissions,
        fc.boolean(),
        fc.boolean(),
        (roles, overrides, deny, muted, banned) => {
          const before = effectivePermissions('ada', roles, overrides);
          const denied = effectivePermissions('ada', roles, [...overrides, account('ada', [], deny)]);
          const restricted = effectivePermissions('ada', roles, overrides, { muted, banned });
          expect([...before]).toEqual(expect.arrayContaining([...denied, ...restricted]));
          expect(effectivePermissions('ada', roles, overrides, unrestricted)).toEqual(before);
        },
      ),
    );
  });
});

describe('canModerate', () => {
  it.each<[readonly Role[], readonly Role[], boolean]>([
    [[everyone, moderator], [everyone], true],
    [[everyone, moderator], [everyone, guide], true],
    [[everyone, moderator], [everyone, moderator], false],
    [[everyone, guide], [everyone, host], false],
    [[everyone, administrator], [everyone, moderator], true],
    [[everyone, moderator], [everyone, administrator], false],
    [[everyone], [], true],
    [[], [], false],
  ])('%j over %j: %s', (one, other, may) => expect(canModerate(one, other)).toBe(may));

  it('is never mutual, and nobody moderates themself', () => {
    fc.assert(
      fc.property(anyRoles, anyRoles, (one, other) => {
        expect(canModerate(one, other) && canModerate(other, one)).toBe(false);
        expect(canModerate(one, one)).toBe(false);
        if (canModerate(one, other)) expect(rankOf(one)).toBeGreaterThan(rankOf(other));
      }),
    );
  });
});
