import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { createBot, type Bot } from '../../bots/createBot.ts';
import { startProgram, type Program, type ProgramOptions } from '../../e2e/support/program.ts';
import { writeTone } from '../../e2e/support/tone.ts';
import { domain, enter, laboratoryOf, serverAddress, turnDomain, type Laboratory } from './laboratory.ts';
import { publicStun, startNames, type Names } from './names.ts';
import { networks } from './networks.ts';
import { startStack, type RunningStack } from './stack.ts';

/** The process runs in the client's namespace already: `run.ts` made the laboratory, and says here which. */
const prefix = process.env['PARLEY_LAB'] ?? '';

/** What the client says, and the bot, Hz. */
export const clientTone = 440;
export const botTone = 880;

interface Fixtures {
  /** A program in the client's namespace that trusts the laboratory's authority, unless told otherwise. */
  start: (options?: ProgramOptions & { readonly trusting?: boolean }) => Promise<Program>;
  /** A bot in the Lobby's room, beside the server, that says a tone. */
  startBot: () => Promise<Bot>;
}

interface WorkerFixtures {
  laboratory: Laboratory;
  /** In the client's namespace: for a relay by UDP Chromium asks nobody else, whatever /etc/hosts says. */
  names: Names;
  stack: RunningStack;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  laboratory: [
    async ({}, use) => {
      if (prefix === '') throw new Error('Run it by `node tests/lab/run.ts`: it makes the networks.');
      const laboratory = laboratoryOf(prefix);
      await use(laboratory);
      await laboratory.gateway.end();
      await laboratory.gatewayWithNames.end();
      await laboratory.server.end();
    },
    { scope: 'worker' },
  ],
  names: [
    async ({}, use) => {
      const names = await startNames(serverAddress, [domain, turnDomain, ...publicStun]);
      await use(names);
      names.stop();
    },
    { scope: 'worker', auto: true },
  ],
  stack: [
    async ({ laboratory }, use) => {
      const stack = await startStack(laboratory, 'standard');
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  start: async ({ laboratory, stack }, use) => {
    const programs: Program[] = [];
    const folders: string[] = [];
    laboratory.change(networks.open);
    await use(async ({ trusting = true, ...options } = {}) => {
      const home = mkdtempSync(join(tmpdir(), 'parley-lab-home-'));
      folders.push(home);
      const authority = join(stack.installation.certs, 'ca.pem');
      if (trusting) trust(home, authority);
      const program = await startProgram({
        home,
        microphone: writeTone(join(home, 'tone.wav'), clientTone),
        ...options,
        // Main's WebSocket is Node's, which knows the system's authorities only by this.
        env: { ...(trusting ? { NODE_EXTRA_CA_CERTS: authority } : {}), ...options.env },
        settings: { microphoneMode: 'alwaysOpen', ...options.settings },
      });
      programs.push(program);
      return program;
    });
    for (const program of programs) await program.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    laboratory.change(networks.open);
  },
  startBot: async ({ stack }, use) => {
    const bots: Bot[] = [];
    await use(async () => {
      const { DOMAIN, LIVEKIT_API_KEY = '', LIVEKIT_API_SECRET = '' } = stack.installation.environment;
      if (DOMAIN === undefined) throw new Error('no installation');
      const bot = await createBot({
        within: enter(prefix, 'server'),
        url: 'ws://127.0.0.1:7880',
        apiKey: LIVEKIT_API_KEY,
        apiSecret: LIVEKIT_API_SECRET,
        room: await roomOf(stack, 'Lobby'),
        identity: 'bot',
        name: 'Bot',
        voice: { kind: 'tone', frequency: botTone, level: -12 },
      });
      bots.push(bot);
      return bot;
    });
    for (const bot of bots) await bot.stop();
  },
});

export { expect } from '@playwright/test';

/** What Chromium takes for an authority of the system: the user's NSS database. */
function trust(home: string, authority: string): void {
  const folder = join(home, '.pki/nssdb');
  mkdirSync(folder, { recursive: true });
  const certutil = (...args: readonly string[]): void =>
    void execFileSync('certutil', ['-d', `sql:${folder}`, ...args], { stdio: 'ignore' });
  certutil('-N', '--empty-password');
  certutil('-A', '-t', 'C,,', '-n', 'laboratory', '-i', authority);
}

/** LiveKit's room of a channel: the channel's id. */
async function roomOf({ people }: RunningStack, channel: string): Promise<string> {
  // From the server's own namespace, whatever the network between is.
  const script = `
    const at = 'http://127.0.0.1:7900/api';
    const post = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const session = await (await fetch(at + '/session', post(${JSON.stringify({ login: people.root.login, password: people.root.password })}))).json();
    const channels = await (await fetch(at + '/channels', { headers: { authorization: 'Bearer ' + session.accessToken } })).json();
    console.log(JSON.stringify(channels));`;
  const [program, ...before] = enter(prefix, 'server');
  const said = execFileSync(program, [...before, process.execPath, '--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  const answer = JSON.parse(said) as { channels?: { id: string; name: string }[] } | { id: string; name: string }[];
  const channels = Array.isArray(answer) ? answer : (answer.channels ?? []);
  const found = channels.find(({ name }) => name === channel);
  if (found === undefined) throw new Error(`no channel ${channel}: ${said}`);
  return found.id;
}
