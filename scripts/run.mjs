// `npm run demo | test | dist | dev`: sets up what is missing, then runs the command's script under the Node that the
// tools need. Runs on Node 20 without any package, so it is plain JavaScript.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isCommand, readArguments, UsageError } from './setup/arguments.mjs';
import { onParentGone } from './setup/parent.mjs';
import { endRunning, SetUpError } from './setup/progress.mjs';
import { reportSetUp } from './setup/report.mjs';
import { setUp } from './setup/setUp.mjs';

const root = join(import.meta.dirname, '..');
const [command = '', ...rest] = process.argv.slice(2);
let child = null;

// Before anything starts, so that nothing is left behind. A terminal sends Ctrl-C to the script as well, which ends what
// it started; that it hears it twice then does no harm.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => void stop(signal, code));
}
onParentGone(() => void stop('SIGTERM', 143));

const report = readReport();
const { node, environment } = await setUp(root, command).catch((error) => {
  if (!(error instanceof SetUpError)) throw error;
  console.error(error.message);
  notSetUp(error.message, 1);
});
child = spawn(node, [join(root, 'scripts', `${command}.ts`), ...rest], {
  cwd: root,
  env: { ...process.env, ...environment },
  stdio: 'inherit',
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

/** The file of `--report`, begun, or null; ends with one line for what makes no sense. */
function readReport() {
  try {
    if (!isCommand(command)) throw new UsageError('Usage: npm run demo | test | dist | dev | test:long');
    const file = readArguments(command, rest).values.report ?? null;
    if (file !== null) reportSetUp(file, 'not done');
    return file;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

async function stop(signal, code) {
  if (child !== null) {
    child.kill(signal);
    return;
  }
  await endRunning();
  notSetUp(`ended by ${signal} during set-up`, code);
}

/** Ends; the last line of a test run counts, whatever happened. */
function notSetUp(detail, code) {
  if (report !== null) reportSetUp(report, detail);
  if (command === 'test') console.log('\n0 passed, 1 failed');
  process.exit(code);
}
