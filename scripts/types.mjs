// Type-checks every TypeScript project of the repository; each has only the libraries that its process has (DESIGN.md §1).
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const projects = [
  'shared',
  'electron/main',
  'electron/preload',
  'electron/hotkeys',
  'renderer',
  'server',
  'tests/standin/runtime',
  '.',
];

let failed = 0;
for (const project of projects) {
  // A project that moved must not go unchecked.
  if (!existsSync(`${project}/tsconfig.json`)) {
    console.log(`types: ${project} FAILED: ${project}/tsconfig.json is missing`);
    failed += 1;
    continue;
  }
  const { status } = spawnSync('node_modules/.bin/tsc', ['-p', project], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  console.log(`types: ${project} ${status === 0 ? 'ok' : 'FAILED'}`);
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
