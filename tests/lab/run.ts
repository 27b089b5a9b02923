// `node tests/lab/run.ts [arguments of Playwright]`: makes the networks, runs the specs in the client's namespace, takes the networks away.
// Linux, root. `--grep @quick` is what `npm test` runs.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onParentGone } from '../../scripts/setup/parent.mjs';
import { build, remove } from './support/laboratory.ts';

const prefix = `parley${process.pid}`;
process.on('exit', () => remove(prefix));
build(prefix);

// `ip netns exec` gives the client its own hosts and name server as well.
const child = spawn(
  'ip',
  [
    'netns',
    'exec',
    `${prefix}-client`,
    'playwright',
    'test',
    '--config',
    join(import.meta.dirname, 'playwright.config.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, PARLEY_LAB: prefix } },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
onParentGone(() => child.kill('SIGTERM'));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
