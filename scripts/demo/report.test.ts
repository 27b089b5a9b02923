import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createReport, stepNames, type Report, type Step } from './report.ts';

let folder: string;
let file: string;
let report: Report;
const onDisk = () => (JSON.parse(readFileSync(file, 'utf8')) as { steps: Step[] }).steps;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-report-'));
  file = join(folder, 'report.json');
  const versions = { parley: '1', node: '2', electron: null, chromium: null, livekit: null };
  report = createReport({ file, runtime: 'standin', versions, platform: 'test', say: () => undefined });
});
afterEach(() => rmSync(folder, { recursive: true }));

it('begins with every step not done', () => {
  expect(onDisk().map(({ name }) => name)).toEqual([...stepNames]);
  expect(onDisk().every(({ ok, detail }) => !ok && detail === 'not done')).toBe(true);
});

it('keeps what a step saw, and a failure as a failure', async () => {
  await report.step('servers started', () => Promise.resolve('seen'));
  await expect(report.step('joined', () => Promise.reject(new Error('broken\nat length')))).rejects.toThrow('broken');
  expect(onDisk().find(({ name }) => name === 'servers started')).toMatchObject({ ok: true, detail: 'seen' });
  expect(onDisk().find(({ name }) => name === 'joined')).toMatchObject({ ok: false, detail: 'broken' });
  expect(report.allOk()).toBe(false);
});

it('is ok only when every step is', async () => {
  for (const name of stepNames) {
    expect(report.allOk()).toBe(false);
    await report.step(name, () => Promise.resolve(''));
  }
  expect(report.allOk()).toBe(true);
});
