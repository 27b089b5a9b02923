import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { startDisplay } from '../../tests/e2e/support/desktop.ts';
import { has } from '../demo/has.ts';
import { countStage, readPlaywright, type Count } from '../test/counts.ts';
import { isWithoutDisplay, type Machine } from '../test/needs.ts';

/** What waits for long in the whole program: the project `long` of `playwright.config.ts`. */
export async function waitEndToEnd(root: string, machine: Machine, report: string): Promise<Count> {
  rmSync(report, { force: true });
  const display = isWithoutDisplay(machine) && has('Xvfb') ? await startDisplay() : null;
  const { status } = spawnSync('npx', ['playwright', 'test', '--project', 'long'], {
    cwd: root,
    env: { ...machine.env, ...(display === null ? {} : { DISPLAY: display.name }), PARLEY_E2E_REPORT: report },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  await display?.stop();
  return countStage(status, () => readPlaywright(readFileSync(report, 'utf8')));
}
