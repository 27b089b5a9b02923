import type { HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { browserClock } from './clock.ts';
import { createBrowserMicrophone, type Microphone, type MicrophoneSettings } from './microphone.ts';
import { createWindowKeys, type WindowKeys } from './windowKeys.ts';

// The page of the integration test: the real microphone in a real browser, and ears on what is sent.

export interface Probe {
  readonly microphone: Microphone;
  readonly windowKeys: WindowKeys;
  readonly edges: HotkeyEdge[];
  readonly settings: MicrophoneSettings;
  /** What was done instead of what was asked for. */
  readonly compromises: string[];
  /** Starts the capture, makes a send track and listens to it. */
  join(): Promise<string>;
  track(): MediaStreamTrack;
  /** Largest RMS of the send track within `duration` ms. */
  loudest(duration: number): Promise<number>;
  /** Loudest and quietest reading of the level within `duration` ms, dBFS. */
  levels(duration: number): Promise<readonly number[]>;
  /** A fresh send track takes the place of the one before, whenever another device was opened. */
  follow(): void;
  /** From now on the microphone hears what is said here instead of its device; Hz, the browser's own unless told. */
  takeDevice(sampleRate?: number): void;
  /** Says a tone into it. */
  speak(on: boolean): void;
  /** Opens or shuts by an edge and tells how long until the sound did, ms. */
  delayOf(kind: 'down' | 'up'): Promise<number>;
}

const microphone = createBrowserMicrophone();
const edges: HotkeyEdge[] = [];
const windowKeys = createWindowKeys({ target: window, clock: browserClock, onEdge: (edge) => edges.push(edge) });
const settings: MicrophoneSettings = {
  mode: 'pushToTalk',
  talkMode: 'hold',
  talkBindings: [{ kind: 'key', code: 'F13' }],
  latchLimit: 60_000,
  releaseDelay: 0,
  maximumHold: 10_000,
  deviceId: null,
  noiseSuppression: 'off',
  echoCancellation: false,
  autoGain: false,
  deviceLabel: '',
  preRoll: false,
  levels: false,
  voice: { threshold: -45, attack: 20, hangover: 400 },
};
const sleep = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));

let mouth: GainNode | null = null;
let track: MediaStreamTrack | null = null;
/** Takes a fresh send track and listens to it. */
let hear: () => void = () => undefined;
let listen: ((samples: number) => number) | null = null;
const sent = (): MediaStreamTrack => {
  if (track === null) throw new Error('join first');
  return track;
};
/** RMS of the latest samples that the send track delivered. */
const rms = (samples: number): number => {
  if (listen === null) throw new Error('join first');
  return listen(samples);
};

const compromises: string[] = [];
microphone.onCompromises((all) => compromises.push(...all.map(({ kind }) => kind)));

const probe: Probe = {
  microphone,
  compromises,
  windowKeys,
  edges,
  settings,
  async join() {
    microphone.configure(settings);
    const started = await microphone.start();
    if (!started.ok) return started.error.reason ?? started.error.code;
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    let heard: MediaStreamAudioSourceNode | null = null;
    hear = () => {
      track = microphone.createSendTrack();
      heard?.disconnect();
      heard = context.createMediaStreamSource(new MediaStream([track]));
      heard.connect(analyser);
    };
    hear();
    listen = (count) => {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      const latest = samples.subarray(-count);
      return Math.sqrt(latest.reduce((sum, sample) => sum + sample * sample, 0) / count);
    };
    return 'live';
  },
  track: sent,
  async loudest(duration) {
    let loudest = 0;
    for (const end = performance.now() + duration; performance.now() < end; await sleep(20)) {
      loudest = Math.max(loudest, rms(2048));
    }
    return loudest;
  },
  async levels(duration) {
    const levels: number[] = [];
    const unsubscribe = microphone.level.subscribe((dbfs) => levels.push(dbfs));
    await sleep(duration);
    unsubscribe();
    return levels;
  },
  follow: () => void microphone.onDeviceOpened(() => hear()),
  takeDevice(sampleRate) {
    const context = new AudioContext(sampleRate === undefined ? {} : { sampleRate });
    const device = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    mouth = new GainNode(context, { gain: 0 });
    const tone = new OscillatorNode(context, { frequency: 441 });
    tone.connect(mouth).connect(device);
    tone.start();
    navigator.mediaDevices.getUserMedia = async () => device.stream.clone();
  },
  speak(on) {
    if (mouth !== null) mouth.gain.value = on ? 0.5 : 0;
  },
  async delayOf(kind) {
    const from = performance.now();
    microphone.edge({ kind, action: 'talk', binding: 0 });
    while (rms(128) > 0 !== (kind === 'down') && performance.now() - from < 2_000) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (kind === 'down') microphone.edge({ kind: 'renew', action: 'talk', binding: 0 });
    }
    return performance.now() - from;
  },
};
Object.assign(window, { probe });
