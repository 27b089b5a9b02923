import { z } from 'zod';
import { dialectProfileSchema } from '../backends/dialects/profile.ts';
import { requestedDeviceSchema } from '../devices/device.ts';
import { bindingSchema, pressActions } from '../hotkeys/binding.ts';
import { lowBandwidthModes } from '../bandwidth.ts';
import { proxyNameSchema } from '../proxies/proxyLogin.ts';
import { heardPeopleLimit, heardPersonSchema } from './heardPeople.ts';

/** Settings of this installation. Nothing secret is ever in here: credentials live behind `SecretStore` (DESIGN.md §5). */
export const settingsVersion = 2;

/** Of a server profile, and of what is kept in the vault for it. */
export const profileIdSchema = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** One schema a field, so that one bad field does not cost the rest (`readSettings`). */
export const settingsFields = {
  theme: z.enum(['system', 'dark', 'light', 'contrast']),
  language: z.enum(['system', 'en', 'de']),
  density: z.enum(['comfortable', 'compact']),
  /** Size of everything in the window, per cent. */
  zoom: z.number().int().min(50).max(300),
  /** How the microphone opens in a call. */
  microphoneMode: z.enum(['pushToTalk', 'voiceActivation', 'alwaysOpen']),
  /** What holding or pressing a talk key does: shared/hotkeys/pushToTalk. */
  talkMode: z.enum(['hold', 'toggle', 'latch', 'pushToMute']),
  /** Voice activation: louder than this opens, dBFS (root mean square of 10 ms). */
  voiceThreshold: z.number().min(-90).max(0),
  /** Voice activation: how long it has to be louder, ms. */
  voiceAttack: z.number().int().min(0).max(200),
  /** Voice activation: how long it stays open after it became quieter, ms. */
  voiceHangover: z.number().int().min(0).max(2000),
  talkBindings: z.array(bindingSchema).max(4),
  /** Keys of everything that needs only a press. */
  actionBindings: z.record(z.enum(pressActions), z.array(bindingSchema).max(2)),
  /** How long the gate stays open after release, ms: the last syllable is not cut off. */
  releaseDelay: z.number().int().min(0).max(2000),
  /** A held key stops transmitting after this long, ms, whatever happens. */
  maximumHold: z.number().int().min(1000).max(600_000),
  /** What was toggled or latched on stops transmitting after this long, ms. */
  latchLimit: z.number().int().min(60_000).max(14_400_000),
  /** The channel that one key joins. */
  favourite: z.strictObject({ server: profileIdSchema, channelId: z.string().max(256) }).nullable(),
  input: requestedDeviceSchema.nullable(),
  output: requestedDeviceSchema.nullable(),
  /** Where sounds of Parley itself are played; null: where voices are. */
  soundOutput: requestedDeviceSchema.nullable(),
  /** Of everybody, per cent. */
  masterVolume: z.number().int().min(0).max(100),
  /** Sound in two channels is played as one. */
  mono: z.boolean(),
  /** Who is heard in another way than everybody. */
  people: z.array(heardPersonSchema).max(heardPeopleLimit),
  /** Of cues, per cent. */
  cueVolume: z.number().int().min(0).max(100),
  /** Cues are spoken instead of sounded. */
  cueSpeech: z.boolean(),
  /** How much sound is buffered: less delay, or fewer gaps on a slow computer. Holds from the next start on. */
  latency: z.enum(['safe', 'balanced', 'lowest']),
  /** Short sounds when the microphone opens, shuts, or cannot work. */
  cues: z.boolean(),
  /** The same cues in words, for whoever does not hear them. */
  cueCaptions: z.boolean(),
  /** What a screen reader is told: everything, without who begins to speak, or only microphone and trouble. */
  announcements: z.enum(['all', 'people', 'own']),
  /** Nothing is read into the open microphone: it waits for the shut one, with or without a short tone. */
  announceWhileOpen: z.enum(['wait', 'tone']),
  /** The call that was on when Parley ended without leaving it: offered again at the next start. */
  interruptedCall: z
    .strictObject({
      server: profileIdSchema,
      id: z.string().min(1).max(256),
      name: z.string().max(256),
      /** As it was then, and is again. */
      muted: z.boolean(),
      deafened: z.boolean(),
    })
    .nullable(),
  /** Whether somebody has been through the first minutes on this machine. */
  introduced: z.boolean(),
  /** `rnnoise`: by Parley itself, with Chromium's own off. */
  noiseSuppression: z.enum(['off', 'browser', 'rnnoise']),
  echoCancellation: z.boolean(),
  autoGain: z.boolean(),
  /** The 150 ms before the microphone opens are sent as well. */
  preRoll: z.boolean(),
  /** Tells it when the person speaks while muted. */
  mutedHint: z.boolean(),
  /** Closing the window leaves Parley in the tray. Off by default on Linux: a tray may not exist there. */
  closeToTray: z.boolean(),
  /** When a call is to need little of the network. */
  lowBandwidth: z.enum(lowBandwidthModes),
  /** PEM file of further certificate authorities that are trusted; null for none. */
  authorityFile: z.string().min(1).max(4096).nullable(),
  /** Proxies whose login is in the vault. */
  proxyLogins: z.array(proxyNameSchema).max(32),
  /** In the order in which they are shown. */
  servers: z.array(dialectProfileSchema).max(64),
  /** The one whose channels are shown. */
  activeServer: profileIdSchema.nullable(),
  /** Whose session the next start continues. */
  signedInServers: z.array(profileIdSchema).max(64),
  /** Profiles that were signed out while the vault did not give their credential up: removed at a later start. */
  credentialsToRemove: z.array(profileIdSchema).max(64),
  /** Sessions that were ended here while their server could not be told; the credential is in the vault under `id`. */
  sessionsToRevoke: z.array(z.strictObject({ id: profileIdSchema, address: z.string().max(2048) })).max(64),
  /** Stable per installation: part of the LiveKit identity, so that one account may talk from several devices. */
  device: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .nullable(),
  window: z
    .strictObject({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int().min(320).max(16_384),
      height: z.number().int().min(240).max(16_384),
      maximized: z.boolean(),
    })
    .nullable(),
} as const;

export const settingsSchema = z.strictObject(settingsFields);
export type Settings = z.infer<typeof settingsSchema>;

/** What the renderer may change. Profiles, device identity and window bounds are main's own. */
export const settingsPatchSchema = settingsSchema
  .omit({
    proxyLogins: true,
    servers: true,
    activeServer: true,
    signedInServers: true,
    credentialsToRemove: true,
    sessionsToRevoke: true,
    device: true,
    window: true,
  })
  .partial()
  .strict();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  zoom: 100,
  microphoneMode: 'pushToTalk',
  talkMode: 'hold',
  voiceThreshold: -45,
  voiceAttack: 20,
  voiceHangover: 400,
  // A lone modifier types nothing into the focused program and is on every keyboard.
  talkBindings: [{ kind: 'key', code: 'ControlRight' }],
  actionBindings: { mute: [], deafen: [], nextInput: [], nextOutput: [], joinFavourite: [], leave: [] },
  releaseDelay: 200,
  maximumHold: 120_000,
  latchLimit: 1_800_000,
  favourite: null,
  input: null,
  output: null,
  soundOutput: null,
  masterVolume: 100,
  mono: false,
  people: [],
  cueVolume: 60,
  cueSpeech: false,
  latency: 'balanced',
  cues: true,
  cueCaptions: false,
  announcements: 'people',
  announceWhileOpen: 'wait',
  interruptedCall: null,
  introduced: false,
  noiseSuppression: 'browser',
  echoCancellation: true,
  autoGain: true,
  preRoll: false,
  mutedHint: true,
  closeToTray: false,
  lowBandwidth: 'system',
  authorityFile: null,
  proxyLogins: [],
  servers: [],
  activeServer: null,
  signedInServers: [],
  credentialsToRemove: [],
  sessionsToRevoke: [],
  device: null,
  window: null,
};

/** How a settings file was read; told to the person when it is not `fine` or `fresh`. */
export type SettingsHealth =
  | { readonly kind: 'fine' }
  | { readonly kind: 'fresh' }
  /** Some fields could not be used and hold their defaults; `quarantine` is the file name of the kept original. */
  | { readonly kind: 'repaired'; readonly fields: readonly string[]; readonly quarantine: string }
  /** The file was no settings file; the last good copy is in use. */
  | { readonly kind: 'restored'; readonly quarantine: string }
  /** The file was no settings file and there was no good copy. */
  | { readonly kind: 'reset'; readonly quarantine: string }
  /** Written by a newer Parley: read as far as understood, never overwritten (kept aside first). */
  | { readonly kind: 'newer'; readonly quarantine: string }
  /** Changes hold until Parley ends, because the file cannot be written. */
  | { readonly kind: 'readOnly' };
