import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { layCluster } from '../../fixtures/emptyCluster.ts';
import { freePort } from '../../fixtures/freePort.ts';
import { startLiveKit, type LiveKitOptions, type LiveKitServer } from '../../fixtures/livekit.ts';

/** Real servers for one spec: LiveKit and Parley server on free ports, in a folder of their own. */
export interface World {
  readonly address: string;
  readonly livekit: LiveKitServer;
  readonly folder: string;
  readonly people: typeof people;
  /** A signed-in HTTP client of an account, for what a spec does behind the program's back. */
  api(login: keyof typeof people): Promise<ServerApi>;
  /** Ends and starts Parley server on the same port and data. */
  stopServer(): Promise<void>;
  startServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerApi {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<void>;
}

export const people = {
  ada: { login: 'ada', name: 'Ada Okafor', password: 'correct horse ada' },
  bo: { login: 'bo', name: 'Bo Lindqvist', password: 'correct horse bo' },
  root: { login: 'root', name: 'The administrator', password: 'correct horse root' },
} as const;

/** @param options.voiceUrl where programs are sent for the voice, in the place of LiveKit's own address */
export async function createWorld(
  options: Pick<LiveKitOptions, 'forceTcp' | 'turnServers'> & { readonly voiceUrl?: string } = {},
): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { voiceUrl, ...livekitOptions } = options;
  const livekit = await startLiveKit({ ...livekitOptions, webhookUrl: `${address}/api/livekit/webhook` });
  const seed = join(folder, 'seed.json');
  writeFileSync(
    seed,
    JSON.stringify({
      accounts: Object.values(people).map((person) => ({ ...person, administrator: person.login === 'root' })),
      channels: [
        { name: 'Lobby', kind: 'voice', category: 'Every day', position: 0 },
        { name: 'Stand-up', kind: 'voice', category: 'Every day', position: 1 },
        { name: 'Notes', kind: 'text', category: 'Every day', position: 2 },
      ],
    }),
  );
  let server: ChildProcess | null = null;
  const startServer = async (): Promise<void> => {
    const child = spawn(process.execPath, ['server/src/main.ts'], {
      cwd: resolve(import.meta.dirname, '../../..'),
      env: {
        ...process.env,
        PARLEY_DATA: join(folder, 'data'),
        PARLEY_HOST: '127.0.0.1',
        PARLEY_PORT: String(port),
        PARLEY_NAME: 'Studio Nord',
        PARLEY_SEED_FILE: seed,
        LIVEKIT_URL: livekit.url,
        ...(voiceUrl === undefined ? {} : { LIVEKIT_WS_URL: voiceUrl }),
        LIVEKIT_API_KEY: livekit.apiKey,
        LIVEKIT_API_SECRET: livekit.apiSecret,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server = child;
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise<void>((ready, fail) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('parley-server listening')) ready();
      });
      child.once('exit', (code) => fail(new Error(`Parley server ended with ${code}: ${said.slice(-2000)}`)));
    });
  };
  const stopServer = async (): Promise<void> => {
    const child = server;
    server = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  await layCluster(join(folder, 'data'));
  await startServer();

  const call = async (method: string, path: string, token: string | null, body?: unknown): Promise<Response> => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    address,
    livekit,
    folder,
    people,
    async api(login) {
      const session = await call('POST', '/api/session', null, { login, password: people[login].password });
      const { accessToken } = (await session.json()) as { accessToken: string };
      return {
        get: async (path) => (await call('GET', path, accessToken)).json(),
        async post(path, body) {
          const response = await call('POST', path, accessToken, body);
          return response.status === 204 ? null : response.json();
        },
        delete: async (path) => void (await call('DELETE', path, accessToken)),
      };
    },
    startServer,
    stopServer,
    async stop() {
      await stopServer();
      await livekit.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
