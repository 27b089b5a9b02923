import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UsageError } from './arguments.mjs';
import { reportSetUp } from './report.mjs';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'parley-report-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('replaces the report of an earlier run', () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, 'all was well');
  reportSetUp(file, 'not done');
  const { steps } = JSON.parse(readFileSync(file, 'utf8')) as { steps: unknown };
  expect(steps).toEqual([{ name: 'set up', ok: false, ms: 0, detail: 'not done' }]);
});

it.each<[what: string, path: readonly string[]]>([
  ['a folder that does not exist', ['none', 'report.json']],
  ['a file in place of the folder', ['file', 'report.json']],
  ['a folder in place of the file', ['taken']],
])('refuses %s with one line', (_what, path) => {
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'file'), '');
  const report = () => reportSetUp(join(folder, ...path), 'not done');
  expect(report).toThrow(UsageError);
  expect(report).toThrow(/^demo: --report [^\n]+$/);
});
