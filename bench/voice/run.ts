// From mouth to ear through sound devices: Parley beside a page that uses LiveKit's client as it is, in one run, one after
// the other in each round, both halves recorded with one clock (tests/fixtures/soundRig). `npm run bench:voice`
// Arguments: rounds (2), and the names of subjects (all).
import type { Page } from '@playwright/test';
import { startCallLab, ticketsFor, type CallLab } from '../../tests/fixtures/callLab.ts';
import { startLiveKit } from '../../tests/fixtures/livekit.ts';
import { rate, startSoundRig, type Recording } from '../../tests/fixtures/soundRig.ts';

interface Subject {
  readonly switches: readonly string[];
  readonly bare?: true;
  readonly settings?: object;
}

const off = { noiseSuppression: 'off', echoCancellation: false, autoGain: false };
const on = { noiseSuppression: 'browser', echoCancellation: true, autoGain: true };
const subjects: Readonly<Record<string, Subject>> = {
  bare: { bare: true, switches: [] },
  default: { switches: ['--audio-buffer-size=256'], settings: on },
  lowest: { switches: ['--audio-buffer-size=128'], settings: on },
  'lowest, nothing processed': { switches: ['--audio-buffer-size=128'], settings: off },
  'lowest, RNNoise': { switches: ['--audio-buffer-size=128'], settings: { ...off, noiseSuppression: 'rnnoise' } },
};
const [, , rounds = '2', ...chosen] = process.argv;
const names = chosen.length > 0 ? chosen : Object.keys(subjects);
const features = '--disable-features=LocalNetworkAccessChecks,WebRtcAllowInputVolumeAdjustment';
const sleep = (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration));

/** 40 ms from 400 to 6000 Hz under a Hann window, −6 dBFS, every 550 ms. */
const apart = Math.round(rate * 0.55);
const length = Math.round(rate * 0.04);
const probe = Float32Array.from({ length: apart }, (_, i) => {
  if (i >= length) return 0;
  const t = i / rate;
  return 0.5 * Math.sin(2 * Math.PI * (400 * t + (5_600 / 0.08) * t * t)) * Math.sin((Math.PI * i) / length) ** 2;
});

/** ms, of each probe that was said and heard. */
function delays({ micA, ear }: Recording): readonly number[] {
  const found: number[] = [];
  for (let from = 0; from + apart * 2 < micA.length; from += 1) {
    if (Math.abs(micA[from] ?? 0) < 0.02) continue;
    const said = micA.subarray(from, from + length);
    const heard = ear.subarray(from, from + apart);
    let best = 0;
    let most = 0;
    for (let lag = 0; lag < apart - length; lag += 2) {
      let product = 0;
      for (let i = 0; i < length; i += 2) product += (said[i] ?? 0) * (heard[i + lag] ?? 0);
      if (Math.abs(product) > most) [best, most] = [lag, Math.abs(product)];
    }
    const power = said.reduce((sum, sample) => sum + sample * sample, 0) / 2;
    if (most > power * 0.05) found.push((best * 1000) / rate);
    from += apart - length;
  }
  return found;
}
const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;

const rig = await startSoundRig();
const livekit = await startLiveKit();
const voice = rig.say('micA', probe);
const found = new Map<string, number[][]>(names.map((name) => [name, []]));

async function measure({ switches, bare, settings }: Subject, room: string): Promise<readonly number[]> {
  const entry = bare === true ? 'bench/voice/barePage.ts' : undefined;
  const start = (environment: SoundEnvironment): Promise<CallLab> =>
    startCallLab({ environment, switches: [features, ...switches] }, entry);
  const [speaker, listener] = await Promise.all([start(rig.speaker), start(rig.listener)]);
  try {
    const open = (lab: CallLab, identity: string, own: object): Promise<Page> =>
      lab.openPage({ ticket: ticketsFor(livekit, identity), settings: { cues: false, ...own } });
    const ada = await open(speaker, 'ada', { ...settings, microphoneMode: 'alwaysOpen' });
    const bo = await open(listener, 'bo', { ...settings });
    for (const [page, speaks] of [
      [bo, false],
      [ada, true],
    ] as const) {
      await page.evaluate(
        async ([name, own]) => {
          const { lab } = window as unknown as { lab: { join(room: string, speaks: boolean): unknown } };
          await lab.join(name, own);
        },
        [room, speaks] as const,
      );
    }
    await sleep(3_500);
    const recorder = await rig.record();
    await sleep(6_000);
    return delays(await recorder.stop());
  } finally {
    await Promise.all([speaker.stop(), listener.stop()]);
  }
}
type SoundEnvironment = Readonly<Record<string, string>>;

try {
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const name of names) {
      const subject = subjects[name];
      if (subject === undefined) throw new Error(`no subject ${name}: ${Object.keys(subjects).join(', ')}`);
      const session = await measure(subject, `${round}-${name}`);
      found.get(name)?.push([...session]);
      console.log(
        `round ${round + 1}, ${name}: n ${session.length}, median ${quantile(session, 0.5).toFixed(1)} ms, p95 ${quantile(session, 0.95).toFixed(1)} ms`,
      );
    }
  }
  const median = (name: string): number =>
    quantile(
      (found.get(name) ?? []).map((session) => quantile(session, 0.5)),
      0.5,
    );
  for (const name of names) {
    const ratio = names.includes('bare') ? `, ${(median(name) / median('bare')).toFixed(2)} × bare` : '';
    console.log(`${name}: median of sessions ${median(name).toFixed(1)} ms${ratio}`);
  }
} finally {
  voice.stop();
  await livekit.stop();
  await rig.stop();
}
