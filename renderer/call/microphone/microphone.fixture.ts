import type { HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { expect } from 'vitest';
import {
  createFakeClock,
  createGuardDouble,
  createMediaDevicesDouble,
  createSoundGraphDouble,
} from './doubles.fixture.ts';
import { createMicrophone, type MicrophoneSettings } from './microphone.ts';

/** As a person has them who holds a key. */
const pushToTalk: MicrophoneSettings = {
  mode: 'pushToTalk',
  talkMode: 'hold',
  talkBindings: [{ kind: 'key', code: 'F13' }],
  latchLimit: 60_000,
  releaseDelay: 200,
  maximumHold: 5_000,
  deviceId: null,
  deviceLabel: '',
  noiseSuppression: 'browser',
  echoCancellation: false,
  autoGain: true,
  preRoll: false,
  levels: false,
  voice: { threshold: -45, attack: 20, hangover: 400 },
};
export const edge = (kind: 'down' | 'renew' | 'up', binding = 0): HotkeyEdge => ({ kind, action: 'talk', binding });

/** A microphone of doubles, not started. */
export function setUp(settings: Partial<MicrophoneSettings> = {}, plugged?: string[]) {
  const clock = createFakeClock();
  const mediaDevices = createMediaDevicesDouble(plugged);
  const graphs = createSoundGraphDouble();
  const guards = createGuardDouble();
  const meters: { readonly label: string; closed: boolean }[] = [];
  const reads: number[] = [];
  const microphone = createMicrophone({
    mediaDevices,
    createSoundGraph: graphs.createSoundGraph,
    createGuardThread: guards.createGuardThread,
    clock,
    createMeter(track) {
      const meter = { label: track.label, closed: false };
      meters.push(meter);
      return {
        read(duration) {
          reads.push(duration);
          return -20;
        },
        close: () => void (meter.closed = true),
      };
    },
  });
  const configured = { ...pushToTalk, ...settings };
  microphone.configure(configured);
  return { clock, mediaDevices, graphs, guards, meters, reads, microphone, settings: configured };
}

/** The same, started and connected, with one track that is sent. */
export async function inCall(settings: Partial<MicrophoneSettings> = {}, plugged?: string[]) {
  const parts = setUp(settings, plugged);
  expect(await parts.microphone.start()).toEqual({ ok: true, value: undefined });
  const track = parts.microphone.createSendTrack();
  parts.microphone.setConnected(true);
  return { ...parts, track };
}
