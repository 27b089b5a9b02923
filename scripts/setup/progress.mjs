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

/** What `run` started and what has not ended yet. */
const running = new Set();
let ending = false;

/** Runs quietly; `limit` in ms ends it with all that it started. */
export function run(command, args, options = {}, limit = 0) {
  return new Promise((resolve) => {
    // Whoever waits goes on waiting: the whole process is about to end.
    if (ending) return;
    let output = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm and its like are scripts on Windows; a program's path may have spaces, which a shell would split.
      shell: process.platform === 'win32' && !command.endsWith('.exe'),
      // A group of its own, to be ended as a whole: npm that is killed leaves what it started.
      detached: process.platform !== 'win32',
      ...options,
    });
    running.add(child);
    const timer = limit > 0 ? setTimeout(() => endGroup(child, 'SIGKILL'), limit) : undefined;
    const hear = (chunk) => (output = (output + chunk).slice(-20_000));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const end = (ok) => {
      clearTimeout(timer);
      running.delete(child);
      if (!ending) resolve({ ok, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/** Ends all that `run` started, with what that started, and lets nothing start any more. Asks first: apt must not be torn. */
export async function endRunning() {
  ending = true;
  const groups = [...running];
  for (const child of groups) endGroup(child, 'SIGTERM');
  const limit = Date.now() + 5000;
  while (groups.some(isAlive) && Date.now() < limit) await new Promise((next) => setTimeout(next, 50));
  for (const child of groups) endGroup(child, 'SIGKILL');
}

const isAlive = (child) => endGroup(child, 0);

/** Sends a signal to the group of `child`; 0 only asks. Returns whether anybody is left in it. */
function endGroup(child, signal) {
  if (child.pid === undefined) return false;
  try {
    return process.platform === 'win32' ? child.kill(signal) : process.kill(-child.pid, signal);
  } catch {
    return false;
  }
}

/** What says why: the lines that speak of an error, or the last ones. */
function excerpt(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors.slice(0, 12) : lines.slice(-12)).join('\n');
}
