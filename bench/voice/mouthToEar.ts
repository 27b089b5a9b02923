import { cpus } from 'node:os';
import type { Page } from '@playwright/test';
import { ticketsFor } from '../../tests/fixtures/callLab.ts';
import { median, round, sleep } from '../ui/figures.ts';
import { keepPeers, readPlayback, withoutStreams } from './browser.ts';
import { startMumble } from './mumble.ts';
import { delaysOf, probe } from './probe.ts';
import type { Rig } from './rig.ts';

/** From mouth to ear, of one subject; ms. A session is one call: within it the delay hardly changes, between them it does. */
export interface DelayFigures {
  readonly subject: string;
  readonly sessions: readonly number[];
  readonly median: number;
  readonly p95: number;
  readonly n: number;
  /** Of browsers, medians of the sessions: in the jitter buffer, and from there to the device. */
  readonly buffered?: number;
  readonly playout?: number;
  /** What is left: in the speaker's capture, its processing, the packet, the network. */
  readonly before?: number;
  /** The busiest session's share of the machine that was in use, 0..1. */
  readonly busy?: number;
  /** Samples that were made up because nothing was there, all sessions. */
  readonly concealed?: number;
  /** What these figures were made of, so that more sessions can be added. */
  readonly taken?: readonly Session[];
}

type Subject =
  | { readonly kind: 'mumble'; readonly body: 'default' | 'lowest' }
  | {
      readonly kind: 'page';
      readonly bare?: true;
      /** The audio thread does what a worker usually does. */
      readonly noWorker?: true;
      readonly frames: 64 | 128 | null;
      readonly settings?: object;
    };

const off = { noiseSuppression: 'off', echoCancellation: false, autoGain: false };
const on = { noiseSuppression: 'browser', echoCancellation: true, autoGain: true };
const rnnoise = { ...on, noiseSuppression: 'rnnoise' };
const lowest = { latency: 'lowest' };

/** Frames as in electron/main/services/devices/audioSwitches.ts. */
export const subjects: Readonly<Record<string, Subject>> = {
  bare: { kind: 'page', bare: true, frames: null },
  safe: { kind: 'page', frames: null, settings: on },
  balanced: { kind: 'page', frames: 128, settings: on },
  'balanced + RNNoise': { kind: 'page', frames: 128, settings: rnnoise },
  lowest: { kind: 'page', frames: 64, settings: { ...on, ...lowest } },
  'balanced + RNNoise without worker': { kind: 'page', noWorker: true, frames: 128, settings: rnnoise },
  'lowest + RNNoise': { kind: 'page', frames: 64, settings: { ...rnnoise, ...lowest } },
  'lowest + RNNoise without worker': {
    kind: 'page',
    noWorker: true,
    frames: 64,
    settings: { ...rnnoise, ...lowest },
  },
  'lowest raw + RNNoise': { kind: 'page', frames: 64, settings: { ...off, ...lowest, noiseSuppression: 'rnnoise' } },
  'lowest raw': { kind: 'page', frames: 64, settings: { ...off, ...lowest } },
  'Mumble default': { kind: 'mumble', body: 'default' },
  'Mumble lowest': { kind: 'mumble', body: 'lowest' },
};

/** One call. */
export interface Session {
  /** ms, of each probe. */
  readonly delays: readonly number[];
  readonly busy: number;
  readonly buffered?: number;
  readonly playout?: number;
  readonly concealed?: number;
}

/** The most of a machine, 0..1, that may be in use while a session is measured: another program was at work then. */
const mostBusy = 0.65;

/** Another session in the place of one that other programs disturbed; null: they did so each time. */
async function undisturbed(
  measure: (attempt: number) => Promise<Session>,
  attempts: number,
  attempt = 1,
): Promise<Session | null> {
  const session = await measure(attempt);
  if (session.busy <= mostBusy) return session;
  console.log(`disturbed: ${(session.busy * 100).toFixed(0)} % of the machine were in use`);
  return attempt >= attempts ? null : undisturbed(measure, attempts, attempt + 1);
}

/** What of the machine's processors is used from now until it is called, 0..1. */
function watchProcessors(): () => number {
  const read = (): { readonly idle: number; readonly all: number } => {
    const times = cpus().map((cpu) => cpu.times);
    const of = (pick: (one: (typeof times)[number]) => number): number =>
      times.reduce((sum, one) => sum + pick(one), 0);
    return { idle: of(({ idle }) => idle), all: of((one) => one.idle + one.user + one.nice + one.sys + one.irq) };
  };
  const before = read();
  return () => {
    const now = read();
    return round(1 - (now.idle - before.idle) / Math.max(1, now.all - before.all), 2);
  };
}

/** A round measures every subject once, one after the other; a session is told as soon as it was measured. */
export async function measureDelays(
  rig: Rig,
  names: readonly string[],
  { rounds, attempts }: { readonly rounds: number; readonly attempts: number },
  tell: (subject: string, session: Session) => void,
): Promise<void> {
  const voice = rig.sound.say('micA', probe);
  try {
    for (let turn = 1; turn <= rounds; turn += 1) {
      for (const name of names) {
        const subject = subjects[name];
        if (subject === undefined) throw new Error(`no subject ${name}: ${Object.keys(subjects).join(', ')}`);
        const session = await undisturbed(
          (attempt) =>
            subject.kind === 'mumble'
              ? measureMumble(rig, subject.body)
              : measurePage(rig, subject, `${turn}-${attempt}-${name}`),
          attempts,
        );
        if (session === null) continue;
        const { delays, ...rest } = session;
        console.log(
          `round ${turn}, ${name}: n ${delays.length}, ${median(delays).toFixed(1)} ms ${JSON.stringify(rest)}`,
        );
        tell(name, session);
      }
    }
  } finally {
    voice.stop();
  }
}

export function figuresOf(subject: string, taken: readonly Session[]): DelayFigures {
  const all = taken.flatMap(({ delays }) => delays).toSorted((a, b) => a - b);
  const medians = taken.map(({ delays }) => round(median(delays), 1));
  const of = (pick: (session: Session) => number | undefined): readonly number[] =>
    taken.flatMap((session) => pick(session) ?? []);
  const buffered = of((session) => session.buffered);
  return {
    subject,
    sessions: medians,
    median: round(median(medians), 1),
    p95: round(all[Math.max(0, Math.ceil(all.length * 0.95) - 1)] ?? Number.NaN, 1),
    n: all.length,
    busy: Math.max(...taken.map(({ busy }) => busy)),
    ...(buffered.length === 0
      ? {}
      : {
          buffered: round(median(buffered), 1),
          playout: round(median(of((session) => session.playout)), 1),
          before: round(
            median(taken.map(({ delays, buffered: held = 0, playout = 0 }) => median(delays) - held - playout)),
            1,
          ),
          concealed: of((session) => session.concealed).reduce((sum, value) => sum + value, 0),
        }),
    taken,
  };
}

async function measurePage(
  rig: Rig,
  { bare, noWorker, frames, settings }: Extract<Subject, { kind: 'page' }>,
  room: string,
): Promise<Session> {
  const { speaker, listener } = await rig.browsers(frames, bare === true);
  const open = (lab: typeof speaker, identity: string, own: object): Promise<Page> =>
    lab.openPage({
      ticket: ticketsFor(rig.livekit, identity),
      settings: { cues: false, ...settings, ...own },
      before: lab === speaker && noWorker === true ? withoutStreams : keepPeers,
    });
  const [ada, bo] = await Promise.all([
    open(speaker, 'ada', { microphoneMode: 'alwaysOpen' }),
    open(listener, 'bo', { microphoneMode: 'pushToTalk' }),
  ]);
  try {
    for (const page of [bo, ada]) {
      await page.evaluate(
        async ([name, speaks]) => {
          const { lab } = window as unknown as { lab: { join(room: string, speaks: boolean): unknown } };
          await lab.join(name, speaks);
        },
        [room, page === ada] as const,
      );
    }
    // The jitter buffer finds its length.
    await sleep(3_500);
    const recorder = await rig.sound.record();
    const before = await readPlayback(bo);
    const busy = watchProcessors();
    await sleep(6_000);
    const inUse = busy();
    const after = await readPlayback(bo);
    const delays = delaysOf(await recorder.stop()).map((delay) => round(delay, 2));
    const emitted = after.emitted - before.emitted;
    return {
      delays,
      busy: inUse,
      buffered: round(((after.buffered - before.buffered) / emitted) * 1_000, 1),
      playout: round(((after.playout - before.playout) / (after.played - before.played)) * 1_000, 1),
      concealed: after.concealed - before.concealed,
    };
  } finally {
    await Promise.all([ada.context().close(), bo.context().close()]);
  }
}

async function measureMumble(rig: Rig, body: 'default' | 'lowest', attempt = 1): Promise<Session> {
  const mumble = await startMumble(rig.sound, body);
  try {
    await sleep(5_000);
    const recorder = await rig.sound.record();
    const busy = watchProcessors();
    await sleep(6_000);
    const inUse = busy();
    const delays = delaysOf(await recorder.stop()).map((delay) => round(delay, 2));
    // On a busy machine it sometimes never joins: nothing was measured then.
    if (delays.length > 0 || attempt === 3) return { delays, busy: inUse };
  } finally {
    await mumble.stop();
  }
  return measureMumble(rig, body, attempt + 1);
}
