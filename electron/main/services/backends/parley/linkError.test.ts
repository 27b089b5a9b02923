import type { ParleyError } from '@parley/shared/errors';
import { expect, it } from 'vitest';
import { linkError, type LinkErrors } from './linkError.ts';

const failure = (reason: NonNullable<ParleyError['reason']>): ParleyError => ({
  code: 'unavailable',
  reason,
  message: reason,
});
const stripped = failure('upgradeStripped');
const closed = failure('portClosed');
const portal = failure('loginPage');

it.each<[string, LinkErrors, ParleyError | null]>([
  ['nothing, before anything is known', { stream: null, request: null }, null],
  ['no stripped upgrade before a request was answered', { stream: stripped, request: null }, null],
  ['a stripped upgrade where requests are answered', { stream: stripped, request: 'answered' }, stripped],
  ['what keeps requests as well', { stream: stripped, request: portal }, portal],
  ['what the stream saw of the connection below it', { stream: closed, request: portal }, closed],
  [
    'what the stream saw although requests are answered, by another proxy',
    { stream: closed, request: 'answered' },
    closed,
  ],
  ['what keeps requests where the stream saw nothing', { stream: null, request: portal }, portal],
  ['nothing where the stream only ended', { stream: null, request: 'answered' }, null],
])('tells %s', (_, known, told) => expect(linkError(known)).toBe(told));
