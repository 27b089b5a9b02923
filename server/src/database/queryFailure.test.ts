import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { databaseRefusal, loggable } from './queryFailure.ts';

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

describe('databaseRefusal', () => {
  const failed = (code: string) => new DrizzleQueryError('select 1', [], Object.assign(new Error('x'), { code }));
  it.each([
    ['53100', 'unavailable', 'The disk of the database is full.'],
    ['25006', 'unavailable', 'The database takes no changes: it is read-only, or its disk is nearly full.'],
    ['53300', 'unavailable', 'The database has too much to do.'],
    ['58030', 'unavailable', 'The database cannot use its files.'],
    ['57P01', 'unavailable', 'The database does not answer.'],
    ['08006', 'unavailable', 'The database does not answer.'],
    ['ECONNREFUSED', 'unavailable', 'The database does not answer.'],
    ['40001', 'conflict', 'Somebody changed the same at the same time. Try again.'],
    ['23503', 'conflict', 'Somebody changed the same at the same time. Try again.'],
  ])('%s', (code, kind, message) => expect(databaseRefusal(failed(code))).toEqual({ code: kind, message }));

  it('knows a connection that does not come about, or breaks', () => {
    for (const error of [
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      new Error('timeout exceeded when trying to connect'),
      new DrizzleQueryError('select 1', [], new Error('Connection terminated unexpectedly')),
      new DrizzleQueryError('select 1', [], new Error('Query read timeout')),
    ]) {
      expect(databaseRefusal(error)).toMatchObject({ message: 'The database does not answer.' });
    }
  });

  it('leaves to others what is a mistake of the server, or not the database\u2019s', () => {
    const lost = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    for (const error of [
      failed('22021'),
      failed('42601'),
      new TypeError('fetch failed', { cause: lost }),
      Object.assign(new Error('x'), { code: 'not_found' }),
      'ECONNREFUSED',
    ]) {
      expect(databaseRefusal(error)).toBeNull();
    }
  });
});
