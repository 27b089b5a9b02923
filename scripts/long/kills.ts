import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { killRounds } from '../../server/test/killRounds.ts';
import type { Count } from '../test/counts.ts';

const rounds = 100;

/**
 * Kills the server under writes, a hundred times. `folder` keeps its data and what it acknowledged; a second start goes on
 * there. A round that lost something is the end of it, and stays so: the data are there to be looked at.
 */
export async function killServer(folder: string): Promise<Count> {
  const file = `${folder}.failed`;
  let done = 0;
  try {
    if (existsSync(file)) throw new Error(readFileSync(file, 'utf8'));
    await killRounds(folder, rounds, (report) => {
      done = report.rounds;
      if (done % 10 === 0) console.log(`✓ ${done} of ${rounds} kills, ${report.acknowledged} writes kept`);
    });
    return { passed: rounds, failed: 0, skipped: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    writeFileSync(file, why);
    console.log(`✗ after ${done} kills: ${why}`);
    return { passed: done, failed: 1, skipped: [] };
  }
}
