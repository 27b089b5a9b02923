import { describe, expect, it } from 'vitest';
import type { AudioDevice } from '@parley/shared/devices/device';
import { createManualClock } from '../testing/manualClock.ts';
import { decideDeviceNotices } from './decideDeviceNotices.ts';
import { createDeviceWatcher } from './deviceWatcher.ts';

const desk = { deviceId: 'desk', label: 'Desk mic', fallback: false };
const builtIn = { deviceId: 'default', label: 'Built-in', fallback: false };

describe('decideDeviceNotices', () => {
  it.each([
    ['the first selection', null, { ...builtIn, fallback: true }, []],
    [
      'unplugging',
      desk,
      { ...builtIn, fallback: true },
      [{ kind: 'deviceFallback', device: 'input', label: 'Built-in' }],
    ],
    [
      'replugging',
      { ...builtIn, fallback: true },
      desk,
      [{ kind: 'deviceReturned', device: 'input', label: 'Desk mic' }],
    ],
    ['choosing another', desk, builtIn, []],
    [
      'losing the one in its place as well',
      { ...builtIn, fallback: true },
      { ...builtIn, label: 'Webcam', fallback: true },
      [{ kind: 'deviceFallback', device: 'input', label: 'Webcam' }],
    ],
    ['giving up the request', { ...builtIn, fallback: true }, builtIn, []],
    ['losing the last device', desk, null, []],
  ])('on %s', (_, before, after, notices) => {
    expect(
      decideDeviceNotices({ input: before, output: null, sounds: null }, { input: after, output: null, sounds: null }),
    ).toEqual(notices);
  });

  it('speaks about both kinds', () => {
    const lost = { ...builtIn, fallback: true };
    expect(
      decideDeviceNotices({ input: desk, output: desk, sounds: null }, { input: lost, output: lost, sounds: null }),
    ).toHaveLength(2);
  });
});

describe('createDeviceWatcher', () => {
  const info = (kind: MediaDeviceKind, deviceId: string): MediaDeviceInfo => {
    const fields = { kind, deviceId, groupId: 'g', label: `the ${deviceId}` };
    return { ...fields, toJSON: () => fields };
  };

  it('tells what is plugged in, once, and again after it changed and settled', async () => {
    const clock = createManualClock();
    const told: (readonly AudioDevice[])[] = [];
    let plugged = [info('audioinput', 'a'), info('videoinput', 'camera'), info('audiooutput', '')];
    const target = new EventTarget();
    const mediaDevices = {
      enumerateDevices: async () => plugged,
      addEventListener: target.addEventListener.bind(target),
      removeEventListener: target.removeEventListener.bind(target),
    };
    const watcher = createDeviceWatcher({
      mediaDevices,
      clock,
      untold: true,
      present: (devices) => told.push(devices),
    });
    await clock.settle();
    expect(told).toEqual([[{ kind: 'audioinput', deviceId: 'a', groupId: 'g', label: 'the a' }]]);
    watcher.refresh();
    await clock.settle();
    expect(told).toHaveLength(1);

    plugged = [info('audioinput', 'a'), info('audioinput', 'b')];
    target.dispatchEvent(new Event('devicechange'));
    target.dispatchEvent(new Event('devicechange'));
    await clock.advance(199);
    expect(told).toHaveLength(1);
    await clock.advance(1);
    expect(told[1]).toHaveLength(2);

    // Nobody tells: during a call it looks by itself.
    plugged = [info('audioinput', 'a')];
    await clock.advance(10_000);
    expect(told).toHaveLength(2);
    watcher.setCalling(true);
    await clock.advance(2_000);
    expect(told).toHaveLength(3);
    watcher.setCalling(false);
    plugged = [];
    await clock.advance(10_000);
    expect(told).toHaveLength(3);

    watcher.setCalling(true);
    watcher.dispose();
    target.dispatchEvent(new Event('devicechange'));
    await clock.advance(5_000);
    expect(told).toHaveLength(3);
  });

  it('does not look by itself where the system tells what comes and goes', async () => {
    const clock = createManualClock();
    let looks = 0;
    const target = new EventTarget();
    const mediaDevices = {
      async enumerateDevices() {
        looks += 1;
        return [];
      },
      addEventListener: target.addEventListener.bind(target),
      removeEventListener: target.removeEventListener.bind(target),
    };
    const watcher = createDeviceWatcher({ mediaDevices, clock, untold: false, present: () => undefined });
    watcher.setCalling(true);
    await clock.advance(10_000);
    expect(looks).toBe(1);
    target.dispatchEvent(new Event('devicechange'));
    await clock.advance(200);
    expect(looks).toBe(2);
    watcher.dispose();
  });
});
