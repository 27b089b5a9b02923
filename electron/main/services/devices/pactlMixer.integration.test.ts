import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startSoundRig, type SoundRig } from '../../../../tests/fixtures/soundRig.ts';
import type { InputLevel } from './inputGuard.ts';
import { createPactlMixer } from './pactlMixer.ts';

// A real PulseAudio with two microphones of one description, `twin1` and `twin2`.
let rig: SoundRig;
let stops: (() => void)[] = [];

beforeAll(async () => {
  rig = await startSoundRig();
  vi.stubEnv('PULSE_SERVER', rig.speaker['PULSE_SERVER'] ?? '');
  for (const number of [1, 2]) {
    rig.control(
      'load-module',
      'module-remap-source',
      `source_name=twin${number}`,
      'master=hub.monitor',
      'source_properties=device.description=Twin',
    );
  }
});
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rig?.stop();
});

/** Somebody who records from a source, as Chromium's audio service would for us. */
async function recordFrom(source: string): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn('parec', ['-d', source, '--raw'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  stops.push(() => child.kill('SIGKILL'));
  const { pid } = child;
  if (pid === undefined) throw new Error('parec did not start');
  await expect.poll(() => rig.control('list', 'source-outputs')).toContain(`application.process.id = "${pid}"`);
  return Object.assign(child, { pid });
}
/** Its number. */
function recordingOf(pid: number): string {
  const all = rig.control('list', 'source-outputs').split('Source Output #');
  return all.find((one) => one.includes(`application.process.id = "${pid}"`))?.split('\n')[0] ?? '';
}
function watch(label: string | null, own: readonly number[]): InputLevel[] {
  const told: InputLevel[] = [];
  stops.push(createPactlMixer({ processes: () => own }).watch(label, (level) => void told.push(level)));
  return told;
}
const setLevel = (source: string, percent: number): void =>
  void rig.control('set-source-volume', source, `${percent}%`);
/** What was told last, in the end. */
const latest = (told: readonly InputLevel[], level: Partial<InputLevel>): Promise<void> =>
  expect.poll(() => told.at(-1)).toMatchObject(level);

it('watches the one of two microphones with one name from which we record, and moves that', async () => {
  setLevel('twin1', 90);
  setLevel('twin2', 80);
  const ours = await recordFrom('twin2');
  await recordFrom('twin1');
  const told = watch('Twin', [ours.pid]);
  await latest(told, { device: 'twin2', percent: 80 });
  setLevel('twin1', 20);
  setLevel('twin2', 33);
  await latest(told, { device: 'twin2', percent: 33 });
  const before = told.find(({ percent }) => percent === 80);
  if (before === undefined) throw new Error('it was never told');
  await createPactlMixer({ processes: () => [] }).set(before);
  await latest(told, { device: 'twin2', percent: 80 });
  expect(told.every(({ device }) => device === 'twin2')).toBe(true);
  expect(rig.control('get-source-volume', 'twin1')).toContain('20%');
});

it('goes along when we record from the other one', async () => {
  setLevel('twin1', 40);
  const ours = await recordFrom('twin2');
  const told = watch('Twin', [ours.pid]);
  await latest(told, { device: 'twin2' });
  rig.control('move-source-output', recordingOf(ours.pid), 'twin1');
  await latest(told, { device: 'twin1', percent: 40 });
});

it('watches neither while it cannot be told which is ours, and one of its own name all the same', async () => {
  await recordFrom('twin1');
  const told = watch('Twin', []);
  const alone = watch('micA', []);
  await latest(alone, { device: 'micA' });
  for (const percent of [50, 60]) {
    setLevel('twin1', percent);
    setLevel('twin2', percent);
    setLevel('micA', percent);
    await latest(alone, { device: 'micA', percent });
  }
  expect(told).toEqual([]);
});

it('follows what the system has as its default', async () => {
  const told = watch(null, []);
  await latest(told, { device: 'micA' });
  rig.control('set-default-source', 'micB');
  await latest(told, { device: 'micB' });
});
