import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRoles, readClaim, readMappedRoles } from './mappedRoles.ts';

describe('readClaim', () => {
  it.each([
    ['groups', { groups: ['a', 'b'] }, ['a', 'b']],
    ['groups', { groups: 'a' }, ['a']],
    ['realm_access.roles', { realm_access: { roles: ['a'] } }, ['a']],
    ['groups', {}, []],
    ['groups', { groups: [1, null, 'a', ['b']] }, ['a']],
    ['groups', { groups: { a: true } }, []],
    ['realm_access.roles', { realm_access: 'roles' }, []],
    ['constructor.name', {}, []],
    ['groups', null, []],
  ])('%s of %j', (path, claims, values) => {
    expect(readClaim(claims, path)).toEqual(values);
  });
});

describe('readMappedRoles', () => {
  const roles = [
    { value: 'mods', role: 'moderator' },
    { value: 'leads', role: 'moderator' },
    { value: 'ops', role: 'administrator' },
  ];
  it.each([
    [['mods', 'leads'], ['moderator']],
    [['ops'], ['administrator']],
    [['Mods', 'others'], []],
    [undefined, []],
  ])('of %j are %j', (groups, given) => {
    expect(readMappedRoles({ groups }, { claim: 'groups', roles })).toEqual(given);
  });
  it('are not known where nothing is mapped', () => {
    expect(readMappedRoles({ groups: ['mods'] }, undefined)).toBeNull();
  });
});

describe('decideRoles', () => {
  it('gives and takes what the mapping is about, and leaves the rest', () => {
    expect(decideRoles(['own', 'moderator'], ['moderator', 'lead'], ['lead'])).toEqual(['lead', 'own']);
    const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(ids, ids, ids, (before, mapped, some) => {
        const given = some.filter((id) => mapped.includes(id));
        const after = decideRoles(before, mapped, given);
        for (const id of ['a', 'b', 'c', 'd']) {
          expect(after.includes(id)).toBe((mapped.includes(id) ? given : before).includes(id));
        }
      }),
    );
  });
});
