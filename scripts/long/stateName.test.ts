import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stateName } from './stateName.ts';

let root: string;
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const name = () => stateName(root, 'abc1234');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parley-long-'));
  write('scripts/demo.ts', 'one');
  write('docs/using.md', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

it('is the same for the same tree, and tells the commit', () => {
  expect(name()).toBe(name());
  expect(name()).toMatch(/^abc1234-[\da-f]{12}\.json$/);
  expect(stateName(root, 'def5678')).not.toBe(name());
});

it.each(['scripts/demo.ts', 'tests/bots/bot.ts', 'renderer/call/a.ts', 'server/src/a.ts', 'package-lock.json'])(
  'is another one when %s changes',
  (path) => {
    const before = name();
    write(path, 'two');
    expect(name()).not.toBe(before);
  },
);

it('is the same when what no round uses changes', () => {
  const before = name();
  write('docs/using.md', 'two');
  expect(name()).toBe(before);
});
