import { describe, expect, it } from 'vitest';
import { decidePerson } from './person.ts';

const claims = { iss: 'https://sso.example.org', sub: 'f3', preferred_username: 'Ada', name: 'Ada Okafor' };
const verified = { email: 'Ada@Example.ORG', email_verified: true };

const anybody = { emailDomains: [] };

describe('decidePerson', () => {
  it.each([
    ['login and name', {}, 'ada', 'Ada Okafor'],
    ['no name: the login', { name: undefined }, 'ada', 'ada'],
    ['a name of which nothing is seen', { name: '\u200B' }, 'ada', 'ada'],
    ['a name that turns the direction', { name: 'a\u202Eb' }, 'ada', 'ab'],
    ['a name that is none', { name: 7 }, 'ada', 'ada'],
    ['a name that cannot be stored', { name: 'a\0b' }, 'ada', 'ada'],
    [
      'no user name: the e-mail address',
      { preferred_username: undefined, ...verified },
      'ada@example.org',
      'Ada Okafor',
    ],
    ['an address that nobody verified is no login', { preferred_username: ' ', email: 'root' }, 'f3', 'Ada Okafor'],
    ['a user name without end', { preferred_username: 'x'.repeat(257) }, 'f3', 'Ada Okafor'],
  ])('%s', (_what, over, login, name) => {
    expect(decidePerson({ ...claims, ...over }, anybody)).toEqual({
      issuer: claims.iss,
      subject: 'f3',
      login,
      name,
      roles: null,
    });
  });

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject without end', { sub: 'x'.repeat(256) }],
    ['a subject that cannot be stored', { sub: 'a\0' }],
    ['a subject that is none', { sub: 7 }],
  ])('nobody: %s', (_what, over) => {
    expect(decidePerson({ ...claims, ...over }, anybody)).toBeNull();
  });

  it.each([
    ['a verified address there', verified, true],
    ['verified as a text', { ...verified, email_verified: 'true' }, true],
    ['no address', {}, false],
    ['nobody verified it', { ...verified, email_verified: undefined }, false],
    ['not verified', { ...verified, email_verified: false }, false],
    ['not verified, as a text', { ...verified, email_verified: 'false' }, false],
    ['elsewhere', { ...verified, email: 'ada@example.com' }, false],
    ['below the domain', { ...verified, email: 'ada@sub.example.org' }, false],
    ['the domain before the last @', { ...verified, email: 'ada@example.org@evil.example' }, false],
    ['a domain that ends so', { ...verified, email: 'ada@notexample.org' }, false],
  ])('of the domain example.org: %s', (_what, over, isAllowed) => {
    const decided = decidePerson({ ...claims, ...over }, { emailDomains: ['b.example', 'example.org'] });
    if (isAllowed) expect(decided).toMatchObject({ login: 'ada' });
    else expect(decided).toBe('notAllowed');
  });
});
