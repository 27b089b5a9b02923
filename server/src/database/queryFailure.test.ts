import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { loggable } from './queryFailure.ts';

it('leaves the statement and its SQLSTATE of a failed query, and no parameter', () => {
  const cause = Object.assign(new Error('Key (login)=(ada) already exists.'), { code: '23505', params: ['ada'] });
  const record = loggable(new DrizzleQueryError('insert into "accounts" values ($1)', ['ada'], cause));
  expect(record).toMatchObject({ query: 'insert into "accounts" values ($1)', sqlState: '23505' });
  expect(record).toHaveProperty('frames', expect.stringMatching(/^at .*queryFailure\.test\.ts/));
  expect(JSON.stringify(record)).not.toContain('ada');
});

it('leaves any other error as it is', () => {
  const error = new TypeError('x');
  expect(loggable(error)).toEqual({ err: error });
});
