import { describe, expect, it } from 'vitest';
import { decideCheck, decidePermission, type PermissionQuestion } from './permissions.ts';

const own: PermissionQuestion = {
  permission: 'media',
  ownPage: true,
  mainFrame: true,
  mediaTypes: ['audio'],
  screenExpected: false,
};

describe('decidePermission', () => {
  it('lets our page open the microphone, choose an output and copy text', () => {
    expect(decidePermission(own)).toBe(true);
    expect(decidePermission({ ...own, permission: 'speaker-selection', mediaTypes: [] })).toBe(true);
    expect(decidePermission({ ...own, permission: 'clipboard-sanitized-write', mediaTypes: [] })).toBe(true);
  });

  it('refuses every page that is not ours and every subframe', () => {
    expect(decidePermission({ ...own, ownPage: false })).toBe(false);
    expect(decidePermission({ ...own, mainFrame: false })).toBe(false);
    expect(decideCheck({ ...own, ownPage: false })).toBe(false);
  });

  it('refuses the camera, alone or with the microphone', () => {
    expect(decidePermission({ ...own, mediaTypes: ['video'] })).toBe(false);
    expect(decidePermission({ ...own, mediaTypes: ['audio', 'video'] })).toBe(false);
  });

  it('lets the screen be captured only after a person chose one', () => {
    for (const permission of ['media', 'display-capture']) {
      expect(decidePermission({ ...own, permission, mediaTypes: [] })).toBe(false);
      expect(decidePermission({ ...own, permission, mediaTypes: [], screenExpected: true })).toBe(true);
    }
  });

  it.each([
    'geolocation',
    'notifications',
    'hid',
    'serial',
    'usb',
    'openExternal',
    'clipboard-read',
    'fullscreen',
    'something-new',
  ])('refuses %s', (permission) => {
    expect(decidePermission({ ...own, permission, mediaTypes: [] })).toBe(false);
    expect(decideCheck({ ...own, permission, mediaTypes: [] })).toBe(false);
  });
});
