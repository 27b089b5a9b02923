import type { AudioDevice } from '@parley/shared/devices/device';
import type { ErrorReason } from '@parley/shared/errors';
import { describe, expect, it } from 'vitest';
import type { MicrophoneView } from '../callView.ts';
import { createFakeClock } from '../microphone/doubles.fixture.ts';
import { createMicrophoneRetry, mayWorkNow } from './microphoneRetry.ts';

const device = (deviceId: string, kind: AudioDevice['kind'] = 'audioinput'): AudioDevice => ({
  kind,
  deviceId,
  groupId: 'g',
  label: deviceId,
});
const trouble = (reason: ErrorReason): MicrophoneView => ({
  state: 'trouble',
  error: { code: 'unavailable', reason, message: reason },
});
const [desk, usb, ear] = [device('desk'), device('usb'), device('desk', 'audiooutput')];

it.each<[string, MicrophoneView, readonly AudioDevice[], readonly AudioDevice[], boolean]>([
  ['the only microphone comes back', trouble('microphoneAbsent'), [], [desk], true],
  ['one comes beside an output of the same id', trouble('microphoneAbsent'), [ear], [ear, desk], true],
  ['only an output comes', trouble('microphoneAbsent'), [], [ear], false],
  ['one of those that are no use goes', trouble('microphoneAbsent'), [desk, usb], [desk], false],
  ['one comes while ours is in use elsewhere', trouble('microphoneBusy'), [desk], [desk, usb], true],
  ['something goes while ours is in use elsewhere', trouble('microphoneBusy'), [desk, usb], [desk], true],
  ['the last goes', trouble('microphoneBusy'), [desk], [], false],
  ['the person refused it', trouble('microphoneRefused'), [], [desk], false],
  ['it works', { state: 'shut', reason: 'notHeld' }, [], [desk], false],
])('%s', (_, view, before, after, tries) => expect(mayWorkNow(view, before, after)).toBe(tries));

describe('createMicrophoneRetry', () => {
  it('tries once more when the device was listed before it opened, and not again', () => {
    const clock = createFakeClock();
    let view = trouble('microphoneAbsent');
    let opened = 0;
    const retry = createMicrophoneRetry({ clock, view: () => view, open: () => void (opened += 1) });
    retry.follow([], [desk]);
    expect(opened).toBe(1);
    view = trouble('microphoneBusy');
    clock.advance(60_000);
    expect(opened).toBe(2);
    retry.follow([desk], [desk, usb]);
    view = { state: 'shut', reason: 'notHeld' };
    clock.advance(60_000);
    expect(opened).toBe(3);
  });
});
