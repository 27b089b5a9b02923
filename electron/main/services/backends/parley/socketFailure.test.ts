import { ParleyFailure } from '@parley/shared/errors';
import { expect, it } from 'vitest';
import { readSocketFailure, unanswered } from './socketFailure.ts';

const dialled = new ParleyFailure({
  code: 'unavailable',
  reason: 'certificateUnknownAuthority',
  message: 'voice.example.org',
});

it.each<[string, unknown, string]>([
  ['the connection below it', dialled, 'certificateUnknownAuthority'],
  ['a stripped upgrade', new Error('Unexpected server response: 404'), 'upgradeStripped'],
  ['a page in its place', new Error('Unexpected server response: 200'), 'upgradeStripped'],
  ['a proxy in the middle', new Error('Unexpected server response: 407'), 'proxyLogin'],
  ['a server that is away behind its proxy', new Error('Unexpected server response: 502'), 'serverFails'],
  ['a server that is full', new Error('Unexpected server response: 429'), 'serverFails'],
  ['a connection that is cut', new Error('socket hang up'), 'upgradeStripped'],
  ['no words at all', undefined, 'upgradeStripped'],
])('names the cause of %s', (_, error, reason) => expect(readSocketFailure(error)).toMatchObject({ reason }));

it('tells a silent server from a silent upgrade', () => {
  expect(unanswered(true).reason).toBe('noAnswer');
  expect(unanswered(false).reason).toBe('upgradeStripped');
});
