import { expect, it } from 'vitest';
import { namesakes } from './namesakes.ts';

const person = (identity: string, name: string) => ({ identity, name });

it('numbers those who share a name, and nobody else', () => {
  const people = [person('a', 'Ada'), person('b', 'Ada'), person('c', 'Bo'), person('d', 'Ada')];
  expect(namesakes(people)).toEqual(
    new Map([
      ['a', 1],
      ['b', 2],
      ['d', 3],
    ]),
  );
  expect(namesakes([person('a', 'Ada'), person('c', 'Bo')]).size).toBe(0);
});

it('numbers those whose names only look the same', () => {
  const people = [person('a', 'Ada'), person('b', '\u0410d\u0430'), person('c', 'Ad\u200Ba'), person('d', 'Ado')];
  expect([...namesakes(people).keys()]).toEqual(['a', 'b', 'c']);
});
