import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a listed project without a tsconfig.json fails by name', () => {
  const empty = mkdtempSync(join(tmpdir(), 'parley-types-'));
  const types = spawnSync(process.execPath, [join(import.meta.dirname, 'types.mjs')], { cwd: empty, encoding: 'utf8' });
  rmSync(empty, { recursive: true });
  expect(types.status).toBe(1);
  expect(types.stdout).toContain('types: shared FAILED: shared/tsconfig.json is missing');
});
