import { describe, expect, it } from 'vitest';
import { readPlatform } from '../../platform/platform.ts';
import { decideHook, decideObstacle } from './supervisorPolicy.ts';

describe('decideHook', () => {
  it('runs for a call with push-to-talk, from the click on', () => {
    for (const call of ['authorising', 'connecting', 'connected', 'reconnecting'] as const) {
      expect(decideHook({ call, mode: 'pushToTalk', recording: false })).toBe('run');
      expect(decideHook({ call, mode: 'alwaysOpen', recording: false })).toBe('stop');
    }
  });

  it('never runs without need', () => {
    for (const call of ['idle', 'ended', 'failed'] as const) {
      expect(decideHook({ call, mode: 'pushToTalk', recording: false })).toBe('stop');
      expect(decideHook({ call, mode: 'alwaysOpen', recording: true })).toBe('run');
    }
  });
});

describe('decideObstacle', () => {
  const linux = (environment: NodeJS.ProcessEnv, architecture = 'x64') =>
    readPlatform('linux', environment, architecture);

  it.each([
    [linux({ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }), true, 'wayland'],
    [linux({ WAYLAND_DISPLAY: 'wayland-0' }), true, 'wayland'],
    [linux({}), true, 'noDisplay'],
    [linux({ DISPLAY: ':0' }, 'arm64'), true, 'notOnThisPlatform'],
    [linux({ DISPLAY: ':0' }), false, null],
    [readPlatform('darwin', {}, 'arm64'), false, 'accessibilityRefused'],
    [readPlatform('darwin', {}, 'arm64'), true, null],
    [readPlatform('win32', {}, 'arm64'), false, null],
  ] as const)('%o, accessibility %s: %s', (platform, granted, obstacle) => {
    expect(decideObstacle(platform, () => granted)).toBe(obstacle);
  });
});
