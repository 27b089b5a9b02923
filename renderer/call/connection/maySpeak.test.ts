import { describe, expect, it } from 'vitest';
import { permissionMaySpeak, ticketMaySpeak } from './maySpeak.ts';

const tokenOf = (claims: object): string =>
  `x.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.y`;

describe('whether one may speak', () => {
  it.each([
    [{ video: {} }, true],
    [{ video: { canPublish: true, canPublishSources: [] } }, true],
    [{ video: { canPublish: true, canPublishSources: ['camera', 'microphone'] } }, true],
    [{ video: { canPublish: true, canPublishSources: ['camera'] } }, false],
    [{ video: { canPublish: false } }, false],
    [{ video: { canPublish: false, canPublishSources: ['microphone'] } }, false],
  ])('is read from the ticket: %j', (claims, may) => {
    expect(ticketMaySpeak(tokenOf(claims))).toBe(may);
  });

  it('is left to LiveKit where the ticket cannot be read', () => {
    expect(ticketMaySpeak('opaque')).toBe(true);
  });

  it.each([
    [undefined, true],
    [{ canPublish: true, canPublishSources: [] }, true],
    [{ canPublish: true, canPublishSources: [1, 2] }, true],
    [{ canPublish: true, canPublishSources: [1, 3] }, false],
    [{ canPublish: false, canPublishSources: [] }, false],
  ])('is read from what LiveKit tells: %j', (permission, may) => {
    expect(permissionMaySpeak(permission)).toBe(may);
  });
});
