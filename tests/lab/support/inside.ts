import { spawn } from 'node:child_process';
import { onParentGone } from '../../../scripts/setup/parent.mjs';
import { build, remove } from './laboratory.ts';

/**
 * Makes the networks, runs a command in the client's namespace (with the laboratory's hosts and name server) to its end, takes the networks away. `PARLEY_LAB`
 * tells the command which networks. What ends this process ends the command first. Never returns.
 */
export function runInside(command: readonly string[]): void {
  const prefix = `parley${process.pid}`;
  process.on('exit', () => remove(prefix));
  build(prefix);
  const child = spawn('ip', ['netns', 'exec', `${prefix}-client`, ...command], {
    stdio: 'inherit',
    env: { ...process.env, PARLEY_LAB: prefix },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  onParentGone(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
