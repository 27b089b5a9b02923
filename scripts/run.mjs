// `npm run demo | test | dist | dev`: sets up what is missing, then runs the command's script under the Node that the
// tools need. Runs on Node 20 without any package, so it is plain JavaScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onParentGone } from './setup/parent.mjs';
import { SetUpError } from './setup/progress.mjs';
import { reportSetUp } from './setup/report.mjs';
import { setUp } from './setup/setUp.mjs';

const root = join(import.meta.dirname, '..');
const [command = '', ...rest] = process.argv.slice(2);
const script = join(root, 'scripts', `${command}.ts`);
if (!/^[a-z]+$/.test(command) || !existsSync(script)) {
  console.error('Usage: npm run demo | test | dist | dev');
  process.exit(2);
}

if (command === 'demo') reportSetUp(rest, 'not done');
const { node, environment } = await setUp(root, command).catch((error) => {
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  if (command === 'demo') reportSetUp(rest, error.message);
  // The last line of a test run counts, whatever happened.
  if (command === 'test') console.log('\n0 passed, 1 failed');
  process.exit(1);
});

const child = spawn(node, [script, ...rest], { cwd: root, env: { ...process.env, ...environment }, stdio: 'inherit' });
// The script ends what it started, and this process tells how it ended. A terminal sends Ctrl-C to both; that the script
// hears it twice then does no harm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
onParentGone(() => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
