import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killRounds } from './killRounds.ts';

// A hundred of these rounds are part of the long tests.
it(
  'a server that is killed under writes starts again, with all that it acknowledged',
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'));
    try {
      const { acknowledged } = await killRounds(folder, 3, () => undefined);
      expect(acknowledged).toBeGreaterThan(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
