import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTokenBody } from './bodies.ts';
import { decideDialect } from './decideDialect.ts';

describe('decideDialect', () => {
  it.each([
    ['kraken', { roomId: 'a' }],
    ['kraken', { roomId: 'a', identity: 'b', name: 'c', ttl: 1 }],
    ['kraken', { roomId: null, other: 1 }],
    ['artist-space', { instance: 'meet', roomName: 'a' }],
    ['artist-space', { instance: 'meet', roomName: 'a', participantName: 'b', e2eeEnabled: true }],
    ['token', { roomName: 'a' }],
    ['token', { roomName: 1, other: 1 }],
  ])('%s asks by %j', (dialect, body) => {
    expect(decideDialect(body)).toEqual({ dialect });
  });

  it.each([
    ['names no room', {}],
    ['names no room', { other: 'a' }],
    ['names no room', Object.create({ roomId: 'inherited' }) as object],
    ['is no JSON object', undefined],
    ['is no JSON object', null],
    ['is no JSON object', 'roomId'],
    ['is no JSON object', [{ roomId: 'a' }]],
    ['fields roomId, roomName are not those of one system', { roomId: 'a', roomName: 'a' }],
    ['fields roomId, instance, roomName are not', { roomId: 'a', instance: 'main', roomName: 'a' }],
    ['fields roomName, participantName are not', { roomName: 'a', participantName: 'b' }],
    ['fields identity, roomName are not', { roomName: 'a', identity: 'b' }],
    ['fields instance are not', { instance: 'meet' }],
    ['fields identity, name are not', { identity: 'a', name: 'b' }],
  ])('says why: %s', (why, body) => {
    expect(decideDialect(body)).toEqual({ refused: expect.stringContaining(why) as unknown });
  });

  it('knows whose every body is that a schema takes', () => {
    const body = fc.dictionary(
      fc.constantFrom('roomId', 'roomName', 'instance', 'identity', 'name', 'participantName', 'ttl', 'x'),
      fc.constantFrom<unknown>('meet', 'a', 60, true),
    );
    fc.assert(
      fc.property(body, (value) => {
        if (anyTokenBody.safeParse(value).success) expect(decideDialect(value)).toHaveProperty('dialect');
      }),
    );
  });
});
