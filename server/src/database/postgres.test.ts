import { expect, it } from 'vitest';
import { readPayload } from './postgres.ts';

const changed = { type: 'changed', channelId: null };

it.each([
  ['what another process tells', { from: 'b', announcement: changed }, changed],
  ['what this one told', { from: 'a', announcement: changed }, null],
  ['what was too long to be told', { from: 'b' }, 'missed'],
  ['what a newer version tells', { from: 'b', announcement: { type: 'weather' } }, 'missed'],
  ['what somebody else says', 'hello', 'missed'],
])('a notification: %s', (_, payload, read) =>
  expect(readPayload(typeof payload === 'string' ? payload : JSON.stringify(payload), 'a')).toEqual(read),
);
