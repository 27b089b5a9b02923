import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepare } from './prepare.ts';
import { createReport, type Report, type Step } from './report.ts';

let root: string;
let file: string;
let report: Report;
const setUp = () => (JSON.parse(readFileSync(file, 'utf8')) as { steps: Step[] }).steps[0];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-demo-'));
  file = join(root, 'report.json');
  const versions = { parley: '1', node: '2', electron: null, chromium: null, livekit: null };
  report = createReport({ file, runtime: 'standin', versions, platform: 'test', say: () => undefined });
});
afterEach(() => rmSync(root, { recursive: true }));

it('reports a port in use as the failed set-up, and lets the folder go', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(prepare(root, port, report)).rejects.toThrow(`Port ${port} is in use`);
  server.close();
  expect(setUp()).toMatchObject({ name: 'set up', ok: false, detail: expect.stringContaining(`${port} is in use`) });
  expect(existsSync(join(root, '.demo', 'lock'))).toBe(false);
});

it('reports another demo in the folder as the failed set-up, and leaves it the folder', async () => {
  const first = await prepare(root, null, null);
  await expect(prepare(root, null, report)).rejects.toThrow('A demo runs already');
  expect(setUp()).toMatchObject({ ok: false, detail: `A demo runs already (process ${process.pid}).` });
  expect(existsSync(join(root, '.demo', 'lock'))).toBe(true);
  first.unlock();
  await expect(prepare(root, null, report)).resolves.toMatchObject({ port: expect.any(Number) });
});

it('reports a damaged folder as the failed set-up', async () => {
  mkdirSync(join(root, '.demo'));
  writeFileSync(join(root, '.demo', 'accounts.json'), '{}');
  await expect(prepare(root, null, report)).rejects.toThrow('is damaged');
  expect(setUp()).toMatchObject({ ok: false });
});
