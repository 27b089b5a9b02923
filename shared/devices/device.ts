import { z } from 'zod';

/** An audio device as `enumerateDevices()` tells it. */
export const audioDeviceSchema = z.strictObject({
  kind: z.enum(['audioinput', 'audiooutput']),
  /** Opaque, per origin; `default` and `communications` are Chromium's aliases. */
  deviceId: z.string().max(512),
  groupId: z.string().max(512),
  label: z.string().max(512),
});
/** What a device is asked for: the microphone, voices, or the sounds of Parley itself. */
export const devicePurposes = ['audioinput', 'audiooutput', 'sounds'] as const;
export type DevicePurpose = (typeof devicePurposes)[number];

export type AudioDevice = z.infer<typeof audioDeviceSchema>;

/** What a person asked for: kept with label and group, so that the same device is found again under a new id. */
export const requestedDeviceSchema = z.strictObject({
  deviceId: z.string().max(512),
  groupId: z.string().max(512),
  label: z.string().max(512),
});
export type RequestedDevice = z.infer<typeof requestedDeviceSchema>;

/** The device that sound really uses, derived by `selectDevice`. `fallback`: the requested one is not plugged in. */
export interface SelectedDevice {
  readonly deviceId: string;
  readonly label: string;
  readonly fallback: boolean;
}

/** Something else moved the slider of the microphone in use: a program, or the person. Per cent of the system's scale. */
export interface InputMoved {
  readonly before: number;
  readonly now: number;
  /** It was muted in the system as well. */
  readonly muted: boolean;
}
/** Sets the slider as it was, or takes it as it is. */
export const movedAnswers = ['restore', 'keep'] as const;
export type MovedAnswer = (typeof movedAnswers)[number];
