import { expect, it } from 'vitest';
import type { MicrophoneView, ShutReason } from '../callView.ts';
import { decideShutNotice } from './decideShutNotice.ts';

const shut = (reason: ShutReason): MicrophoneView => ({ state: 'shut', reason });
const open: MicrophoneView = { state: 'open', by: 'always' };

it.each<[MicrophoneView, MicrophoneView, ReturnType<typeof decideShutNotice>]>([
  [open, shut('maximumHold'), 'maximumHold'],
  [open, shut('latchLimit'), 'latchLimit'],
  [open, shut('released'), null],
  [shut('reconnecting'), shut('latchLimit'), null],
  [open, shut('deviceLost'), 'deviceLost'],
  [{ state: 'connecting' }, shut('deviceLost'), 'deviceLost'],
  [shut('quiet'), shut('deviceLost'), 'deviceLost'],
  [shut('reconnecting'), shut('deviceLost'), null],
  [shut('deviceLost'), open, null],
])('from %j to %j: %s', (before, after, told) => expect(decideShutNotice(before, after)).toBe(told));
