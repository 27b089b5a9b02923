import { describe, expect, it } from 'vitest';
import { readPlatform } from '../../platform/platform.ts';
import { decideHook, decideKeySource, endsInARow, forecastKeys } from './supervisorPolicy.ts';

describe('decideHook', () => {
  it('runs for a call with push-to-talk, from the click on', () => {
    for (const call of ['authorising', 'connecting', 'connected', 'reconnecting'] as const) {
      expect(decideHook({ call, mode: 'pushToTalk', recording: false, onlyHook: false, source: 'uiohook' })).toBe(
        'run',
      );
      expect(decideHook({ call, mode: 'alwaysOpen', recording: false, onlyHook: false, source: 'uiohook' })).toBe(
        'stop',
      );
    }
  });

  it('runs for other keys than the talk key only where the source hears them', () => {
    for (const source of ['portal', 'none'] as const) {
      const inputs = { call: 'connected', recording: false, onlyHook: true, source } as const;
      expect(decideHook({ ...inputs, mode: 'voiceActivation' })).toBe('stop');
      expect(decideHook({ ...inputs, mode: 'pushToTalk' })).toBe('run');
    }
  });

  it('never runs without need', () => {
    for (const call of ['idle', 'ended', 'failed'] as const) {
      expect(decideHook({ call, mode: 'pushToTalk', recording: false, onlyHook: false, source: 'uiohook' })).toBe(
        'stop',
      );
      expect(decideHook({ call, mode: 'alwaysOpen', recording: true, onlyHook: false, source: 'uiohook' })).toBe('run');
      expect(decideHook({ call, mode: 'alwaysOpen', recording: false, onlyHook: true, source: 'uiohook' })).toBe('run');
    }
  });
});

describe('decideKeySource', () => {
  const linux = (environment: NodeJS.ProcessEnv, architecture = 'x64') =>
    readPlatform('linux', environment, architecture);

  it.each([
    [linux({ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }), true, { source: 'portal' }],
    [linux({ WAYLAND_DISPLAY: 'wayland-0' }), true, { source: 'portal' }],
    [
      linux({ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0', ELECTRON_OZONE_PLATFORM_HINT: 'x11' }),
      true,
      { source: 'portal' },
    ],
    [linux({}), true, { source: 'none', cause: 'noDisplay' }],
    [linux({ DISPLAY: ':0' }, 'arm64'), true, { source: 'none', cause: 'notOnThisPlatform' }],
    [linux({ DISPLAY: ':0' }), false, { source: 'uiohook' }],
    [readPlatform('darwin', {}, 'arm64'), false, { source: 'none', cause: 'accessibilityRefused' }],
    [readPlatform('darwin', {}, 'arm64'), true, { source: 'uiohook' }],
    [readPlatform('win32', {}, 'arm64'), false, { source: 'uiohook' }],
  ] as const)('%o, accessibility %s: %o', (platform, granted, source) => {
    expect(decideKeySource(platform, () => granted)).toEqual(source);
  });
});

describe('forecastKeys', () => {
  it.each([
    ['uiohook', null, 'everywhere'],
    ['uiohook', 'everywhere', 'everywhere'],
    ['uiohook', 'crashed', 'crashed'],
    // Granted since.
    ['uiohook', 'accessibilityRefused', 'everywhere'],
    ['portal', null, 'desktop'],
    ['portal', 'wayland', 'wayland'],
    ['portal', 'portalRefused', 'portalRefused'],
    ['portal', 'talkKey', 'talkKey'],
  ] as const)('%s, after %s: %s', (source, seen, forecast) => {
    expect(forecastKeys({ source }, seen)).toBe(forecast);
  });

  it('is the cause where nothing can hear keys, whatever was seen', () => {
    for (const seen of [null, 'everywhere'] as const) {
      expect(forecastKeys({ source: 'none', cause: 'accessibilityRefused' }, seen)).toBe('accessibilityRefused');
    }
  });
});

it.each([
  [0, null, 1],
  [1, null, 2],
  [2, 59_999, 3],
  [2, 60_000, 1],
  [0, 60_000, 1],
])('after %i ends in a row, one after %s ms of work makes %i', (before, worked, after) =>
  expect(endsInARow(before, worked)).toBe(after),
);
