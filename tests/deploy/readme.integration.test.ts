import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../fixtures/freePort.ts';

// What the pages tell administrators to type for the first account, in its order: what would run in the container `parley` runs here, on
// one data folder. Compose itself is not run.

const root = join(import.meta.dirname, '../..');
let folder = '';
let server: ChildProcess | null = null;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'parley-readme-'))));
afterEach(() => {
  server?.kill('SIGKILL');
  server = null;
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of Compose in the code of a page's section, without comments. */
function composeIn(page: string, section: string): readonly string[] {
  const [, text = ''] = readFileSync(join(root, page), 'utf8').split(`## ${section}\n`);
  return text
    .split(/^## /m, 1)[0]!
    .split('\n')
    .flatMap((line) => /^ {4}.*?docker compose (.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? []);
}

async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, ['server/src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  server = child;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('listening on')) resolve();
      });
    child.once('exit', () => reject(new Error(said)));
  });
}

const stop = async (): Promise<void> => {
  const child = server;
  server = null;
  if (child === null) throw new Error('It does not run.');
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
};

it('the commands for the first account work in their order, and the account may sign in', async () => {
  const commands = composeIn('deploy/README.md', 'The first account');
  const port = await freePort();
  const env = { ...process.env, PARLEY_DATA: folder, PARLEY_PORT: String(port), PARLEY_LOG: 'silent' };
  const ran: string[] = [];
  for (const command of commands) {
    const inside = /(?:run|exec) .*\bparley node (\S+) (.*)$/.exec(command);
    if (inside !== null) {
      const [, file = '', rest = ''] = inside;
      const { status, stderr } = spawnSync(process.execPath, [file, ...rest.split(' ')], {
        cwd: root,
        env,
        input: 'a good password\n',
        encoding: 'utf8',
      });
      expect({ command, status, stderr: stderr.trim() }).toEqual({ command, status: 0, stderr: '' });
      ran.push(rest);
    } else if (/^(?:up|start)\b/.test(command)) await start(env);
    else if (/^stop\b/.test(command)) await stop();
    else expect(command).toBe('build');
  }
  expect(ran).toContain('user create ada --administrator');
  expect(ran).toContain('channels create Lobby');
  const answer = await fetch(`http://127.0.0.1:${port}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'ada', password: 'a good password' }),
  });
  expect(answer.status).toBe(200);
}, 120_000);

it('no page tells to run a second server on the data of the one that runs', () => {
  for (const page of ['README.md', 'standard/README.md', 'all-tcp/README.md', 'scale/README.md', 'recording/README.md'])
    expect(readFileSync(join(root, 'deploy', page), 'utf8'), page).not.toMatch(/PARLEY_SEED_FILE/);
});
