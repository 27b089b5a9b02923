import type { AudioDevice, RequestedDevice } from '@parley/shared/devices/device';
import { selectDevice } from '@parley/shared/devices/selectDevice';
import type { JoinTicket, StartWith } from '@parley/shared/backends/channel';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { BandwidthView } from '@parley/shared/bandwidth';
import { noExtraCa } from '@parley/shared/extraCa';
import type {
  Bootstrap,
  CallCommand,
  Desktop,
  DeviceSelection,
  Envelope,
  Moderation,
} from '@parley/shared/ipc/contract';
import type { IceAnswer, IceProbe } from '@parley/shared/ipc/iceProbe';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { Room } from 'livekit-client';
import type { CallController, CallView } from '../callView.ts';
import { roomOptions } from '../connection/roomOptions.ts';
import type { Haste } from '../transport/climber.ts';
import { createCallController } from '../createCallController.ts';

// The page of the integration tests: the real call, microphone and browser. Only `window.desktop` is a double, because
// main is not here: it hands out the tickets of the test and decides about devices as main does.

declare global {
  interface Window {
    /** Given by the test: a ticket, or why there is none. */
    requestTicket(channelId: string, second?: boolean): Promise<Envelope<JoinTicket>>;
    /** Given by the test, for the server. */
    tellDeafened(channelId: string, deafened: boolean): Promise<Envelope<null>>;
    /** Main's, which asks the server directly; without it nothing answers. */
    probeIce?(probe: IceProbe): Promise<IceAnswer>;
    readonly lab: Lab;
  }
}

export interface Lab {
  readonly controller: CallController & { dispose(): void };
  readonly summaries: CallSummary[];
  /** What main was told to remember of this network. */
  readonly remembered: (StartWith | null)[];
  /** What came of each look for a better path. */
  readonly probes: IceAnswer[];
  /** Every phase that was shown, in order, without repetitions. */
  readonly phases: string[];
  readonly views: { readonly at: number; readonly view: CallView }[];
  readonly devices: readonly AudioDevice[];
  /** As if main had decided for these devices. */
  select(selection: Partial<DeviceSelection>): void;
  /** As if a person had asked main for this device. */
  request(device: RequestedDevice, purpose?: 'input' | 'output'): void;
  /** Ids of the outputs to which sound is played. */
  outputs(): string[];
  /** As if main had sent it. */
  command(command: CallCommand): void;
  moderate(moderation: Moderation): void;
  configure(settings: Partial<Settings>): void;
  /** Joins and tells when that was, ms since the epoch. */
  join(id: string): number;
  /** Largest RMS of everything that is played, within `duration` ms. */
  loudest(duration: number): Promise<number>;
  /** When something louder than 0.02 was played, ms since the epoch; rejects after 10 s. */
  untilHeard(): Promise<number>;
  /** When nothing was played for 100 ms, ms since the epoch; rejects after 10 s. */
  untilSilent(): Promise<number>;
  /** Records what is played from now on. */
  record(): Promise<void>;
  /** In what was recorded, from its first sound on, ms. */
  longestSilence(): number;
  /** Live tracks of microphones, the capture and its clones. */
  openCaptures(): number;
  /** As main tells it: little data is to be used, or no longer. */
  setLow(low: boolean): void;
  /**
   * What all peer connections sent and received over `duration` ms, a second: bytes without headers of UDP, and how many
   * packets of sound were sent.
   */
  traffic(duration: number): Promise<{ sent: number; received: number; packets: number }>;
  /** How many there ever were. */
  madeCaptures(): number;
  /** Senders of sound, now or earlier, past which no guard stands. */
  unguarded(): number;
  /** Shows the first screen and tells about its picture: whether it moves, and how many grey levels it has. */
  watchScreen(): Promise<{ readonly frames: number; readonly shades: number }>;
}

function createChannelOf<T>(): { on(listener: (value: T) => void): () => void; emit(value: T): void } {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}

const ok = async <T>(value: T): Promise<Envelope<T>> => ({ ok: true, value });
const unavailable = async (): Promise<Envelope<never>> => ({
  ok: false,
  error: { code: 'unavailable', message: 'not in this laboratory' },
});

interface PageSettings extends Partial<Settings> {
  /** LiveKit's client gives up at the first interruption, as it otherwise does after 44 s. */
  readonly impatient?: boolean;
  /** The server's candidates at these ports are tried at others: relays of the test stand there. */
  readonly reroute?: Readonly<Record<string, number>>;
  readonly haste?: Haste;
}
const {
  impatient,
  haste,
  reroute = {},
  ...given
}: PageSettings = JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}');

let settings: Settings = {
  ...defaultSettings,
  // A tone is noise to a noise suppression.
  noiseSuppression: 'off',
  echoCancellation: false,
  autoGain: false,
  releaseDelay: 0,
  ...given,
};
let selection: DeviceSelection = { input: null, output: null, sounds: null };
let devices: readonly AudioDevice[] = [];
const summaries: CallSummary[] = [];
const probes: IceAnswer[] = [];
const remembered: (StartWith | null)[] = [];
const settingsChanged = createChannelOf<Settings>();
const bandwidthChanged = createChannelOf<BandwidthView>();
const devicesChanged = createChannelOf<DeviceSelection>();
const commands = createChannelOf<CallCommand>();
const moderations = createChannelOf<Moderation>();
const silent = createChannelOf<never>();

function decide(present: readonly AudioDevice[]): void {
  devices = present;
  selection = {
    input: selectDevice(settings.input, present, 'audioinput'),
    output: selectDevice(settings.output, present, 'audiooutput'),
    sounds: null,
  };
  devicesChanged.emit(selection);
}

const bootstrap: Bootstrap = {
  version: '0',
  platform: 'linux',
  locale: 'en',
  systemScreenPicker: false,
  otherKeyReleases: false,
  settings,
  settingsHealth: { kind: 'fine' },
  proxies: { question: null, known: [] },
  policy: null,
  bandwidth: { low: null, metered: null },
  extraCa: noExtraCa,
  sessions: {},
  channels: {
    team: {
      link: 'live',
      channels: ['lobby', 'stage'].map((id, position) => ({
        id,
        name: id,
        kind: 'voice',
        topic: '',
        category: '',
        position,
        occupants: [],
      })),
      error: null,
    },
  },
  hotkeys: { kind: 'off', forecast: 'everywhere' },
  devices: selection,
  inputMoved: null,
};

const desktop: Desktop = {
  app: {
    bootstrap: () => ok(bootstrap),
    quit: unavailable,
    ready: () => undefined,
    onQuitAsked: () => () => undefined,
  },
  servers: {
    signIn: unavailable,
    cancel: unavailable,
    signOut: unavailable,
    retry: unavailable,
    save: unavailable,
    remove: unavailable,
    reorder: unavailable,
    show: unavailable,
    test: unavailable,
    offer: unavailable,
    resetPassword: unavailable,
    onChanged: silent.on,
    onTested: silent.on,
  },
  doctor: {
    command: unavailable,
    finished: () => undefined,
    begin: unavailable,
    step: unavailable,
    names: unavailable,
    tickets: unavailable,
    fault: () => ok(null),
    skip: unavailable,
  },
  channels: {
    join: (_server, channelId, second) => window.requestTicket(channelId, second),
    tellDeafened: (_server, channelId, deafened) => window.tellDeafened(channelId, deafened),
    createRoom: unavailable,
    onChanged: silent.on,
  },
  moderation: { act: unavailable, restrictions: unavailable },
  account: {
    rename: unavailable,
    changePassword: unavailable,
    sessions: unavailable,
    endSession: unavailable,
    export: unavailable,
    delete: unavailable,
  },
  invitations: { list: unavailable, create: unavailable, revoke: unavailable },
  guestLinks: { list: unavailable, create: unavailable, revoke: unavailable },
  bandwidth: { onChanged: bandwidthChanged.on },
  extraCa: { onChanged: silent.on },
  proxies: { answer: unavailable, forget: unavailable, onChanged: silent.on },
  settings: { update: unavailable, onChanged: settingsChanged.on },
  hotkeys: {
    record: () => ok({ kind: 'cancelled' as const }),
    cancelRecord: () => ok(null),
    retry: () => ok(null),
    onChanged: silent.on,
    onRecording: silent.on,
    onEdge: silent.on,
  },
  devices: {
    present: decide,
    request: unavailable,
    answerMoved: () => ok(null),
    onChanged: devicesChanged.on,
    onInputMoved: silent.on,
  },
  screens: { list: () => ok([]), choose: () => ok(null) },
  call: {
    async probe(question) {
      // As a datagram of main's would travel: through the relays of the test.
      const through = (to: IceProbe['udp']): IceProbe['udp'] =>
        to.map(({ host, port }) => ({ host, port: reroute[port] ?? port }));
      const asked = { ...question, udp: through(question.udp), tcp: through(question.tcp) };
      const answer = (await window.probeIce?.(asked)) ?? { udp: false, tcp: false };
      probes.push(answer);
      return { ok: true, value: answer };
    },
    summary: (summary) => void summaries.push(summary),
    worked: ({ ways }) => void remembered.push(ways),
    onCommand: commands.on,
    onModerated: moderations.on,
  },
  links: { open: () => ok(null) },
};

// Below the call: its own peer connections are made of these.
const reroutedPort = (candidate: string): string =>
  candidate.replace(/^((?:a=)?candidate:\S+ \d+ \S+ \d+ \S+) (\d+)/, (line, head: string, port: string) =>
    reroute[port] === undefined ? line : `${head} ${reroute[port]}`,
  );
const native = RTCPeerConnection.prototype;
const { addIceCandidate, setRemoteDescription } = native;
native.addIceCandidate = function (this: RTCPeerConnection, candidate?: RTCIceCandidateInit | null) {
  const line = candidate?.candidate;
  const changed =
    candidate === undefined || line === undefined ? candidate : { ...candidate, candidate: reroutedPort(line) };
  return Reflect.apply(addIceCandidate, this, [changed]);
};
const peers = new Set<RTCPeerConnection>();
native.setRemoteDescription = function (this: RTCPeerConnection, { type, sdp }: RTCSessionDescriptionInit) {
  peers.add(this);
  const lines = (sdp ?? '').split('\r\n').map(reroutedPort);
  return Reflect.apply(setRemoteDescription, this, [{ type, sdp: lines.join('\r\n') }]);
};

// Everything that getUserMedia opened, and every clone, to see what is left afterwards.
const captured: MediaStreamTrack[] = [];
const remember = (track: MediaStreamTrack): void => {
  captured.push(track);
  const clone = track.clone.bind(track);
  track.clone = () => {
    const copy = clone();
    captured.push(copy);
    return copy;
  };
};
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await getUserMedia(constraints);
  stream.getAudioTracks().forEach(remember);
  return stream;
};

const controller = createCallController({
  desktop,
  bootstrap,
  ...(haste === undefined ? {} : { haste }),
  ...(impatient === true
    ? { createRoom: () => new Room({ ...roomOptions, reconnectPolicy: { nextRetryDelayInMs: () => null } }) }
    : {}),
});
const phases: string[] = ['idle'];
const views: { at: number; view: CallView }[] = [];
controller.subscribe(() => {
  const view = controller.getSnapshot();
  views.push({ at: Date.now(), view });
  if (phases.at(-1) !== view.state.phase) phases.push(view.state.phase);
});

const sleep = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));

// Only once it is listened: a context that runs costs something, and it is measured here what the call costs.
let ears: { readonly context: AudioContext; readonly analyser: AnalyserNode } | null = null;
function listen(): NonNullable<typeof ears> {
  if (ears !== null) return ears;
  const context = new AudioContext();
  ears = { context, analyser: new AnalyserNode(context, { fftSize: 2048 }) };
  return ears;
}
const connected = new WeakSet<MediaStream>();
/** RMS of the latest samples of everything that is played, as loud as it is played. */
function rms(count: number): number {
  const { context, analyser } = listen();
  for (const element of document.querySelectorAll('audio')) {
    const stream = element.srcObject;
    if (!(stream instanceof MediaStream) || connected.has(stream) || element.muted || element.volume === 0) continue;
    connected.add(stream);
    context.createMediaStreamSource(stream).connect(analyser);
  }
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const latest = samples.subarray(-count);
  return Math.sqrt(latest.reduce((sum, sample) => sum + sample * sample, 0) / count);
}

let recorded = 0;
/** Counts blocks without sound, from the first with sound on. */
const recorder = `
registerProcessor('recorder', class extends AudioWorkletProcessor {
  quiet = 0; longest = 0; began = false;
  process([input]) {
    const samples = input[0] ?? new Float32Array(128);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    if (Math.sqrt(sum / samples.length) > 0.01) { this.began = true; this.quiet = 0; }
    else if (this.began) {
      this.quiet += 1;
      if (this.quiet > this.longest) { this.longest = this.quiet; this.port.postMessage(this.longest * 128_000 / sampleRate); }
    }
    return true;
  }
});`;

const lab: Lab = {
  controller,
  summaries,
  probes,
  remembered,
  phases,
  views,
  get devices() {
    return devices;
  },
  select(change) {
    selection = { ...selection, ...change };
    devicesChanged.emit(selection);
  },
  request(device, purpose = 'input') {
    settings = { ...settings, [purpose]: device };
    decide(devices);
  },
  outputs: () => [...document.querySelectorAll('audio')].map(({ sinkId }) => sinkId),
  command: commands.emit,
  moderate: moderations.emit,
  configure(change) {
    settings = { ...settings, ...change };
    settingsChanged.emit(settings);
  },
  join(id) {
    const at = Date.now();
    controller.join({ server: 'team', id, name: id });
    return at;
  },
  async loudest(duration) {
    let loudest = 0;
    for (const end = performance.now() + duration; performance.now() < end; await sleep(20)) {
      loudest = Math.max(loudest, rms(2048));
    }
    return loudest;
  },
  async untilHeard() {
    for (const end = performance.now() + 10_000; performance.now() < end; await sleep(4)) {
      if (rms(256) > 0.02) return Date.now();
    }
    throw new Error('nothing was heard within 10 s');
  },
  async untilSilent() {
    let quietFrom = performance.now();
    for (const end = performance.now() + 10_000; performance.now() < end; await sleep(10)) {
      if (rms(256) > 0.005) quietFrom = performance.now();
      else if (performance.now() - quietFrom > 100) return Date.now();
    }
    throw new Error('it was never silent for 100 ms in 10 s');
  },
  async record() {
    const { context } = listen();
    const worklet = new Blob([recorder], { type: 'text/javascript' });
    await context.audioWorklet.addModule(URL.createObjectURL(worklet));
    const node = new AudioWorkletNode(context, 'recorder');
    const gains = new Map<MediaStream, GainNode>();
    recorded = 0;
    node.port.addEventListener('message', ({ data }: MessageEvent<number>) => (recorded = data));
    node.port.start();
    node.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
    const follow = (): void => {
      for (const element of document.querySelectorAll('audio')) {
        const stream = element.srcObject;
        if (!(stream instanceof MediaStream)) continue;
        const gain = gains.get(stream) ?? new GainNode(context);
        if (!gains.has(stream)) context.createMediaStreamSource(stream).connect(gain).connect(node);
        gains.set(stream, gain);
        gain.gain.value = element.muted ? 0 : element.volume;
      }
    };
    follow();
    setInterval(follow, 4);
  },
  longestSilence: () => recorded,
  setLow: (low) => bandwidthChanged.emit({ low: low ? 'chosen' : null, metered: null }),
  async traffic(duration) {
    const count = async (): Promise<{ sent: number; received: number; packets: number }> => {
      const sum = { sent: 0, received: 0, packets: 0 };
      for (const peer of peers) {
        for (const stat of (await peer.getStats()).values() as Iterable<
          RTCTransportStats | RTCOutboundRtpStreamStats
        >) {
          if (stat.type === 'outbound-rtp' && 'kind' in stat && stat.kind === 'audio') {
            sum.packets += stat.packetsSent ?? 0;
          }
          if (stat.type !== 'transport') continue;
          sum.sent += stat.bytesSent ?? 0;
          if ('bytesReceived' in stat) sum.received += stat.bytesReceived ?? 0;
        }
      }
      return sum;
    };
    const [before, from] = [await count(), performance.now()];
    await sleep(duration);
    const [after, seconds] = [await count(), (performance.now() - from) / 1000];
    const rate = (of: 'sent' | 'received' | 'packets'): number => (after[of] - before[of]) / seconds;
    return { sent: rate('sent'), received: rate('received'), packets: rate('packets') };
  },
  unguarded: () =>
    [...peers]
      .flatMap((peer) => peer.getSenders())
      .filter(({ track, transform }) => track?.kind === 'audio' && transform === null).length,
  madeCaptures: () => captured.length,
  openCaptures: () => captured.filter(({ readyState }) => readyState === 'live').length,
  async watchScreen() {
    const screen = controller.getSnapshot().screens[0];
    if (screen === undefined) throw new Error('no screen is shown');
    const video = document.createElement('video');
    video.width = 640;
    video.height = 360;
    document.body.append(video);
    const detach = controller.attachScreen(screen.id, video);
    let frames = 0;
    const enough = new Promise<void>((resolve) => {
      const count = (): void => {
        frames += 1;
        if (frames === 5) resolve();
        video.requestVideoFrameCallback(count);
      };
      video.requestVideoFrameCallback(count);
    });
    await Promise.race([enough, sleep(15_000)]);
    const canvas = new OffscreenCanvas(160, 90);
    const pixels = canvas.getContext('2d');
    pixels?.drawImage(video, 0, 0, 160, 90);
    const data = pixels?.getImageData(0, 0, 160, 90).data ?? new Uint8ClampedArray();
    const shades = new Set<number>();
    for (let i = 0; i < data.length; i += 4)
      shades.add(((data[i] ?? 0) + (data[i + 1] ?? 0) + (data[i + 2] ?? 0)) >> 3);
    detach();
    video.remove();
    return { frames, shades: shades.size };
  },
};
Object.assign(window, { lab });
