import { expect, it } from 'vitest';
import type { AudioDevice } from './device.ts';
import { isLost } from './isLost.ts';

const device = (deviceId: string, groupId: string, kind: AudioDevice['kind'] = 'audioinput'): AudioDevice => ({
  kind,
  deviceId,
  groupId,
  label: deviceId,
});
const builtIn = device('built-in', 'board');
const headset = device('headset', 'usb');
const ear = device('ear', 'usb', 'audiooutput');
const isHeadset = device('default', 'usb');
const isBuiltIn = device('default', 'board');
const nameless = device('default', '');

it.each<[string, string | null, readonly AudioDevice[], readonly AudioDevice[], boolean]>([
  ['the chosen one is unplugged', 'headset', [builtIn, headset], [builtIn], true],
  ['another is unplugged', 'built-in', [builtIn, headset], [builtIn], false],
  ['one is plugged in', 'headset', [headset], [builtIn, headset], false],
  ['only its loudspeaker goes', 'headset', [headset, ear], [headset], false],
  ['the default is unplugged, and becomes another', null, [isHeadset, builtIn, headset], [isBuiltIn, builtIn], true],
  ['another than the default is unplugged', 'default', [isBuiltIn, builtIn, headset], [isBuiltIn, builtIn], false],
  [
    'the system has another default now',
    'default',
    [isBuiltIn, builtIn, headset],
    [isHeadset, builtIn, headset],
    false,
  ],
  ['nobody says which one the default is', null, [nameless, builtIn, headset], [nameless, builtIn], true],
  ['nobody says it, and none goes', null, [nameless, builtIn], [nameless, builtIn, headset], false],
  ['nothing was known before', 'headset', [], [builtIn], false],
])('%s', (_, inUse, before, after, lost) => expect(isLost(inUse, before, after, 'audioinput')).toBe(lost));
