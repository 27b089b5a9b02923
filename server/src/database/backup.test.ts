import { expect, it } from 'vitest';
import { inOrder } from './backup.ts';

it('tables come after those that they refer to', () => {
  const references = [
    { from: 'sessions', to: 'accounts' },
    { from: 'given', to: 'accounts' },
    { from: 'given', to: 'roles' },
    { from: 'accounts', to: 'tiers' },
    { from: 'accounts', to: 'accounts' },
    { from: 'elsewhere', to: 'roles' },
  ];
  expect(inOrder(['given', 'sessions', 'accounts', 'roles', 'tiers'], references)).toEqual([
    'roles',
    'tiers',
    'accounts',
    'given',
    'sessions',
  ]);
  expect(() =>
    inOrder(
      ['a', 'b'],
      [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
      ],
    ),
  ).toThrow(/refer to each other: a, b/);
});
