// One line a step, with the time it took; a sign of life every ten seconds while a long one runs.
import { spawn } from 'node:child_process';

/** Something is missing without which the command can do nothing. The message is for the person at the terminal. */
export class SetUpError extends Error {}

/** Runs `command` to its end. Returns whether it succeeded; its output is shown only when it failed. */
export async function step(title, command, args, options = {}) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  console.log(`· ${title} …`);
  const alive = setInterval(() => console.log(`  still at it (${seconds()})`), 10_000);
  const { limit, ...spawnOptions } = options;
  const { ok, output } = await run(command, args, spawnOptions, limit);
  clearInterval(alive);
  console.log(ok ? `✓ ${title} (${seconds()})` : `✗ ${title} (${seconds()})\n${excerpt(output)}`);
  return ok;
}

/** Runs quietly; `limit` in ms ends it. */
export function run(command, args, options = {}, limit = 0) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm and its like are scripts on Windows; a program's path may have spaces, which a shell would split.
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
      ...options,
    });
    const timer = limit > 0 ? setTimeout(() => child.kill('SIGKILL'), limit) : undefined;
    const hear = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const end = (ok) => {
      clearTimeout(timer);
      resolve({ ok, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** What says why: the lines that speak of an error, or the last ones. */
function excerpt(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors.slice(0, 12) : lines.slice(-12)).join('\n');
}
