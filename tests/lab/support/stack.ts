import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readEnvironment } from '../../../deploy/tools/secrets.ts';
import { people } from '../../e2e/support/world.ts';
import { layCluster } from '../../fixtures/emptyCluster.ts';
import { install, type Installation } from '../../fixtures/installation.ts';
import { findLiveKit } from '../../fixtures/livekit.ts';
import type { Program } from '../../fixtures/namespace.ts';
import { nginxArguments } from '../../fixtures/nginx.ts';
import { domain, serverAddress, turnDomain, type Laboratory } from './laboratory.ts';

export type StackName = 'standard' | 'all-tcp/strict' | 'all-tcp/relay';

/** A stack of `deploy/` that runs in the server's namespace: every program real, every file as `configure.ts` writes it. */
export interface RunningStack {
  readonly installation: Installation;
  readonly address: string;
  readonly people: typeof people;
  /** Another stack in the place of the one that runs; Parley server and its data stay. */
  use(stack: StackName): Promise<void>;
  killLiveKit(): Promise<void>;
  startLiveKit(): Promise<void>;
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  /** UDP packets from outside that the server's firewall let in. */
  takenUdp(): number;
  /** What all of them said. */
  said(): string;
  stop(): Promise<void>;
}

const repository = resolve(import.meta.dirname, '../../..');

export async function startStack({ server }: Laboratory, first: StackName): Promise<RunningStack> {
  const installation = install({ domain, turn: turnDomain, ip: serverAddress });
  const folder = mkdtempSync(join(tmpdir(), 'parley-lab-'));
  // coturn has become nobody when it opens its database.
  const turnFolder = mkdtempSync(join(tmpdir(), 'parley-turn-'));
  chmodSync(turnFolder, 0o755);
  await layCluster(join(folder, 'data'));
  const seed = join(folder, 'seed.json');
  writeFileSync(
    seed,
    JSON.stringify({
      accounts: Object.values(people).map((person) => ({ ...person, administrator: person.login === 'root' })),
      channels: [{ name: 'Lobby', kind: 'voice', category: 'Every day', position: 0 }],
    }),
  );
  let stack = first;
  const path = (file: string): string => installation.path(stack, file);
  let parley: Program | null = null;
  let livekit: Program | null = null;
  let others: Program[] = [];

  const startLiveKit = async (): Promise<void> => {
    livekit = server.start(findLiveKit() ?? 'livekit-server', ['--config', path('livekit.yaml')]);
    await server.untilListening('tcp 127.0.0.1:7880');
  };
  const startServer = async (): Promise<void> => {
    const environment = readEnvironment(readFileSync(path('parley.env'), 'utf8'));
    parley = server.start(process.execPath, [join(repository, 'server/src/main.ts')], {
      ...environment,
      PARLEY_DATA: join(folder, 'data'),
      PARLEY_SEED_FILE: seed,
    });
    const started = parley;
    const limit = Date.now() + 40_000;
    while (!started.said().includes('parley-server listening')) {
      if (started.process.exitCode !== null || Date.now() > limit) throw new Error(`Parley server: ${started.said()}`);
      await new Promise((next) => setTimeout(next, 50));
    }
  };
  /** Everything but Parley server. */
  const start = async (): Promise<void> => {
    const { status, said } = server.run('nft', ['-f', path('nftables.conf')]);
    if (status !== 0) throw new Error(said);
    // After the stack's own rules: what gets here was let in.
    const counting = `table inet outside { counter udp_taken {}; chain input { type filter hook input priority 100; iifname != "lo" meta l4proto udp counter name udp_taken; }; }`;
    server.run('nft', ['delete', 'table', 'inet', 'outside']);
    const counted = server.run('nft', [counting]);
    if (counted.status !== 0) throw new Error(counted.said);
    others.push(server.start('redis-server', [path('redis.conf'), '--dir', folder]));
    await server.untilListening('tcp 127.0.0.1:6379');
    await startLiveKit();
    if (stack !== 'all-tcp/strict') {
      others.push(
        server.start('turnserver', [
          '-c',
          path('turnserver.conf'),
          '--pidfile',
          '/dev/null',
          '--userdb',
          join(turnFolder, 'users'),
        ]),
      );
      await server.untilListening(`tcp ${serverAddress}:5349`);
    }
    if (stack === 'all-tcp/relay') {
      others.push(server.start('nginx', nginxArguments(path('nginx.conf'), folder)));
      await server.untilListening('tcp 0.0.0.0:443');
    } else {
      const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
      others.push(server.start('caddy', ['run', '--config', path('Caddyfile')], home));
      await server.untilListening('tcp *:443');
    }
  };
  const end = async (): Promise<void> => {
    await livekit?.kill();
    await Promise.all(others.map((program) => program.end()));
    others = [];
  };

  await start();
  await startServer();
  return {
    installation,
    address: `https://${domain}`,
    people,
    async use(next) {
      if (next === stack) return;
      await end();
      stack = next;
      await start();
    },
    killLiveKit: async () => livekit?.kill(),
    startLiveKit,
    killServer: async () => parley?.kill(),
    startServer,
    takenUdp() {
      const { said } = server.run('nft', ['--json', 'list', 'counter', 'inet', 'outside', 'udp_taken']);
      const { nftables } = JSON.parse(said) as { nftables: { counter?: { packets: number } }[] };
      return nftables.reduce((sum, { counter }) => sum + (counter?.packets ?? 0), 0);
    },
    said: () => [livekit, parley, ...others].map((program) => program?.said() ?? '').join('\n'),
    async stop() {
      await parley?.kill();
      await end();
      installation.remove();
      for (const one of [folder, turnFolder]) rmSync(one, { recursive: true, force: true });
    },
  };
}
