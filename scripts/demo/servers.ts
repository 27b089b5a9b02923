import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Channel } from '@parley/shared/backends/channel';
import { createBot, type Bot } from '../../tests/bots/createBot.ts';
import type { Voice } from '../../tests/bots/protocol.ts';
import { startChild, type ChildOptions } from './child.ts';
import type { Cleanup } from './cleanup.ts';
import type { DemoFolder } from './folder.ts';
import { livekitPorts, type LiveKitPorts } from './ports.ts';

/** LiveKit and Parley server of the demo, with a bot in the lobby. */
export interface Servers {
  /** Of Parley server. */
  readonly address: string;
  readonly livekitUrl: string;
  readonly livekitHttpUrl: string;
  readonly ports: LiveKitPorts;
  /** The channel with the bot: LiveKit's room has the channel's id. */
  readonly lobby: Channel;
  readonly bot: Bot;
}

export const botIdentity = 'demo-bot';
export const botName = 'Robin, a bot';

/** The binary that was set up, else the one on PATH. */
const livekitBinary = (): string => process.env['LIVEKIT_SERVER_BIN'] ?? 'livekit-server';

/** Such as `1.13.5`; null when there is no binary. */
export function livekitVersion(): string | null {
  const said = spawnSync(livekitBinary(), ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(said.stdout ?? '')?.[0] ?? null;
}

export interface ServerOptions {
  readonly root: string;
  readonly folder: DemoFolder;
  readonly port: number;
  readonly voice: Voice;
  readonly cleanup: Cleanup;
  /** Told one line for everything that has happened. */
  readonly say: (line: string) => void;
}

/** Starts all three, each as soon as what it needs answers. */
export async function startServers({ root, folder, port, voice, cleanup, say }: ServerOptions): Promise<Servers> {
  const address = `http://127.0.0.1:${port}`;
  const ports = await livekitPorts(port);
  const { apiKey, apiSecret } = folder.keys;
  const livekitUrl = `ws://127.0.0.1:${ports.signal}`;
  const livekitHttpUrl = `http://127.0.0.1:${ports.signal}`;

  const config = folder.writeLiveKit(ports, `${address}/api/livekit/webhook`);
  const livekit: ChildOptions = {
    name: 'LiveKit',
    command: livekitBinary(),
    args: ['--config', config],
    cwd: root,
    log: join(folder.path, 'livekit.log'),
    url: livekitHttpUrl,
  };
  await cleanup.own(() => startChild(livekit), stop);
  say(`LiveKit ${livekitVersion() ?? ''} answers at ${livekitUrl} (TCP ${ports.tcp}, UDP ${ports.udp}).`);

  const server: ChildOptions = {
    name: 'Parley server',
    command: process.execPath,
    args: ['server/src/main.ts'],
    cwd: root,
    log: join(folder.path, 'server.log'),
    url: address,
    env: {
      ...process.env,
      PARLEY_DATA: folder.data,
      PARLEY_HOST: '127.0.0.1',
      PARLEY_PORT: String(port),
      PARLEY_NAME: 'Parley demo',
      PARLEY_SEED_FILE: folder.seedFile,
      LIVEKIT_URL: livekitUrl,
      LIVEKIT_API_KEY: apiKey,
      LIVEKIT_API_SECRET: apiSecret,
    },
  };
  await cleanup.own(() => startChild(server), stop);
  say(`Parley server answers at ${address}.`);

  const lobby = await findLobby(address, folder.accounts.root);
  const identity = { room: lobby.id, identity: botIdentity, name: botName };
  const bot = await cleanup.own(() => createBot({ url: livekitUrl, apiKey, apiSecret, ...identity, voice }), stop);
  say(`${botName} is in ${lobby.name} and ${voice.kind === 'tone' ? `plays ${voice.frequency} Hz` : 'plays'}.`);
  return { address, livekitUrl, livekitHttpUrl, ports, lobby, bot };
}

const stop = (started: { stop(): Promise<void> }): Promise<void> => started.stop();

async function findLobby(address: string, { login, password }: { login: string; password: string }): Promise<Channel> {
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${address}${path}`, init);
    if (!response.ok) throw new Error(`Parley server: ${path} answered ${response.status} ${await response.text()}`);
    return response.json();
  };
  const session = (await ask('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })) as { accessToken: string };
  const authorization = `Bearer ${session.accessToken}`;
  const { channels } = (await ask('/api/channels', { headers: { authorization } })) as { channels: Channel[] };
  const lobby = channels.find(({ name, kind }) => name === 'Lobby' && kind === 'voice');
  if (lobby === undefined) throw new Error('The demo has no channel Lobby; delete the folder .demo to begin anew.');
  return lobby;
}
