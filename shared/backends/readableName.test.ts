import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableName } from './readableName.ts';

describe('readableName', () => {
  it.each([
    ['Ada Okafor', 'Ada Okafor'],
    ['  Ada\n\tOkafor ', 'Ada Okafor'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['a\u2066dm\u2069in', 'admin'],
    ['عبد الرحمن', 'عبد الرحمن'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['Z\u0301\u0302\u0303\u0304\u0305\u0306', 'Z\u0301\u0302\u0303'],
    ['นี่', 'นี่'],
    ['', 'id'],
    ['\u200b\u2060', 'id'],
    [' \u3000 ', 'id'],
    ['\u202e', 'id'],
  ])('%j is %j', (name, readable) => {
    expect(readableName(name, 'id')).toBe(readable);
  });

  it('changes nothing more the second time, and is never longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = readableName(name, 'id');
        expect(readableName(once, 'id')).toBe(once);
        expect(once.length).toBeLessThanOrEqual(Math.max(2, name.length));
      }),
    );
  });
});
