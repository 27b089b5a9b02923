import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { runSteps, type PlannedStep, type StepFinding } from '@parley/shared/doctor/steps';
import { AccessToken, RoomServiceClient, TwirpError } from 'livekit-server-sdk';
import type { Config, LiveKitConfig } from '../config.ts';
import { lastMigration, readState, type DatabaseState } from '../database/migrations.ts';
import { connectDatabase } from '../database/openDatabase.ts';
import { FolderTaken } from '../database/takeFolder.ts';
import { allocate, type Allocation } from '../turn/allocate.ts';
import { turnCredentials } from '../turn/credentials.ts';
import { checkProvider } from './checkProvider.ts';
import { command, type Surroundings } from './command.ts';
import { explain } from './explain.ts';

/** The steps of `parley-server doctor`, in the order in which they are shown. */
export type DoctorStep =
  /** The environment says everything that is needed, and nothing that makes no sense. */
  | 'configuration'
  /** The data folder can be written, and its disk has room. */
  | 'folder'
  | 'database'
  /** The database has the form of this version. */
  | 'migrations'
  /** The server that this environment describes runs, and is well. */
  | 'server'
  | 'livekit'
  /** LiveKit takes the key. */
  | 'key'
  /** LiveKit, the database and this machine have the same time. */
  | 'clocks'
  /** The server takes what LiveKit signs; with `PARLEY_METRICS_TOKEN`, LiveKit's own webhooks arrive. */
  | 'webhook'
  /** The identity provider has metadata for `OIDC_ISSUER`, and shows its keys. */
  | 'provider'
  /** Each TURN server gives a relay for credentials of ours. */
  | 'turn';

/** Which steps this configuration has; null while it cannot be read. */
export function planDoctor(config: Config | null): readonly PlannedStep<DoctorStep>[] {
  const noLiveKit =
    config?.livekit === null ? 'LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not all set.' : null;
  const needs: DoctorStep[] = ['configuration'];
  return [
    { name: 'configuration', needs: [], omitted: null },
    { name: 'folder', needs, omitted: config?.databaseUrl === undefined ? null : 'PostgreSQL has the data.' },
    { name: 'database', needs, omitted: null },
    { name: 'migrations', needs: ['database'], omitted: null },
    { name: 'server', needs, omitted: null },
    { name: 'livekit', needs, omitted: noLiveKit },
    { name: 'key', needs: ['livekit'], omitted: noLiveKit },
    { name: 'clocks', needs: ['livekit'], omitted: noLiveKit },
    { name: 'webhook', needs: ['server', 'key'], omitted: noLiveKit },
    {
      name: 'provider',
      needs,
      omitted: config === null || config.oidc !== undefined ? null : 'OIDC_ISSUER is not set.',
    },
    {
      name: 'turn',
      needs,
      omitted: config === null || config.turn !== undefined ? null : 'TURN_SECRET and TURN_URLS are not both set.',
    },
  ];
}

/** Less room than this and PostgreSQL may soon not write, bytes. */
const leastRoom = 200_000_000;
/** LiveKit takes tokens that are a minute off; half of it is too much to go unsaid, ms. */
const mostSkew = 30_000;
const answerLimit = 4_000;

const ok = (detail: string): StepFinding => ({ verdict: 'ok', detail });
const failed = (detail: string): StepFinding => ({ verdict: 'failed', detail });

/** What the clocks of other machines say, against this one's. `ahead` in ms, of theirs. */
export function decideClocks(clocks: readonly { readonly name: string; readonly ahead: number }[]): StepFinding {
  const texts = clocks.map(({ name, ahead }) => {
    const seconds = Math.round(Math.abs(ahead) / 1000);
    return `${name} ${seconds === 0 ? 'has the same time' : `is ${seconds} s ${ahead > 0 ? 'ahead' : 'behind'}`}`;
  });
  const isWrong = clocks.some(({ ahead }) => Math.abs(ahead) > mostSkew);
  return isWrong ? failed(`${texts.join(', ')}: set the clocks, by NTP`) : ok(texts.join(', '));
}

/** What the database's migrations are, against those of this version. */
export function decideMigrations({ applied, missing }: DatabaseState, last: number): StepFinding {
  if (applied === null) return ok('A new database: the first start makes its tables.');
  if (applied > last) return failed('A newer server made this database: update this one.');
  return missing === 0
    ? ok('Up to date.')
    : failed(`${missing} to be done: parley-server migrate, or a start, does them.`);
}

const turnText = (allocation: Allocation): string => {
  switch (allocation.verdict) {
    case 'allocated':
      return `relay ${allocation.relay}`;
    case 'refused':
      return allocation.code === 401
        ? 'it refuses the credentials: another secret, or a clock that is wrong'
        : `it refuses (${allocation.code})`;
    case 'silent':
      return 'no answer';
  }
};

export const doctor = command({
  name: 'doctor',
  options: { json: { type: 'boolean' } },
  optionsUsage: '[--json]',
  about:
    'Checks configuration, database, LiveKit, clocks, webhooks, identity provider and TURN; the exit code is 1 when something is wrong',
  async run(context) {
    const { values, print } = context;
    const examination = examine(context);
    const reports = await runSteps(planDoctor(examination.config), examination.run, {
      now: () => performance.now(),
      secrets: secretsOf(examination.config),
      onReport({ name, verdict, detail, ms }) {
        const sign = { ok: '✓', failed: '✗', skipped: '·' }[verdict];
        if (values.json !== true) print(`${sign} ${name.padEnd(13)} ${detail}${ms > 0 ? ` (${ms} ms)` : ''}`);
      },
    });
    if (values.json === true) print(JSON.stringify(reports, null, 2));
    return reports.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
  },
});

const secretsOf = (config: Config | null): string[] =>
  [
    config?.livekit?.apiSecret,
    config?.signingSecret,
    config?.metricsToken,
    config?.turn?.secret,
    config?.oidc?.clientSecret,
    config?.databaseUrl,
    config?.databaseUrl === undefined ? undefined : decodeURIComponent(new URL(config.databaseUrl).password),
  ].flatMap((secret) => secret ?? []);

/** The checks themselves. They share what an earlier one found. */
function examine({ config: read, now }: Surroundings) {
  let config: Config | null = null;
  let incomplete = '';
  try {
    config = read();
  } catch (error) {
    incomplete = explain(error);
  }
  let state: DatabaseState | null = null;
  const clocks: { name: string; ahead: number }[] = [];
  const steps: Record<DoctorStep, (config: Config, livekit: LiveKitConfig) => Promise<StepFinding>> = {
    configuration: async () => ok('Complete.'),
    async folder({ data }) {
      const existing = nearest(resolve(data));
      try {
        accessSync(existing, constants.W_OK);
      } catch {
        return failed(`${existing} cannot be written.`);
      }
      const { bavail, bsize } = statfsSync(existing);
      const room = `${Math.round((bavail * bsize) / 1e6)} MB free`;
      return bavail * bsize < leastRoom ? failed(`${room}: PostgreSQL needs room to write at all.`) : ok(`${room}.`);
    },
    async database({ data, databaseUrl }) {
      if (databaseUrl === undefined && !existsSync(join(data, 'database'))) {
        state = { applied: null, missing: 0, now: now() };
        return ok('There is none yet: the first start makes it.');
      }
      try {
        const opened = await connectDatabase(data, databaseUrl);
        try {
          state = await readState(opened.database);
        } finally {
          await opened.close();
        }
      } catch (error) {
        if (error instanceof FolderTaken) return ok('The server that runs has it.');
        return failed(explain(error));
      }
      if (databaseUrl !== undefined) clocks.push({ name: 'PostgreSQL', ahead: state.now - now() });
      return ok(databaseUrl === undefined ? 'PGlite opens.' : 'PostgreSQL answers.');
    },
    async migrations() {
      if (state === null) return { verdict: 'skipped', detail: 'A server that runs has done its own.' };
      return decideMigrations(state, lastMigration());
    },
    async server(configured) {
      const answer = await get(`${addressOf(configured)}/healthz`);
      if (answer === null) return { verdict: 'skipped', detail: `Nothing answers at ${addressOf(configured)}.` };
      return answer.ok
        ? ok('It runs, and is well.')
        : failed(`It runs, and says ${answer.status}: ${await answer.text()}`);
    },
    async livekit(_config, { apiUrl }) {
      const before = now();
      const answer = await get(apiUrl);
      if (answer === null) return failed(`Nothing answers at ${apiUrl}.`);
      const date = Date.parse(answer.headers.get('date') ?? '');
      // It counts whole seconds, and the answer took its time.
      if (!Number.isNaN(date)) clocks.push({ name: 'LiveKit', ahead: date + 500 - (before + now()) / 2 });
      return answer.ok ? ok('It answers.') : failed(`${apiUrl} answers with ${answer.status}: is this LiveKit?`);
    },
    async key(_config, { apiUrl, apiKey, apiSecret }) {
      try {
        const rooms = await new RoomServiceClient(apiUrl, apiKey, apiSecret).listRooms();
        return ok(`LiveKit takes it; ${rooms.length} rooms.`);
      } catch (error) {
        const status = error instanceof TwirpError ? error.status : 0;
        return failed(status === 401 ? 'LiveKit refuses it: another key, secret or time.' : 'LiveKit does not answer.');
      }
    },
    clocks: async () => decideClocks(clocks),
    webhook: (configured, livekit) => checkWebhook(configured, livekit),
    provider: ({ oidc }) => checkProvider(oidc),
    async turn({ turn }) {
      if (turn === undefined) return failed('It is not configured.');
      const { urls, username, credential } = turnCredentials(turn, 'doctor', now());
      const answers = await Promise.all(urls.map((url) => allocate(url, username, credential)));
      const text = answers.map((answer, index) => `${urls[index]}: ${turnText(answer)}`).join('; ');
      return answers.every(({ verdict }) => verdict === 'allocated') ? ok(text) : failed(text);
    },
  };
  return {
    config,
    async run(name: DoctorStep): Promise<StepFinding> {
      if (config === null) return failed(incomplete);
      // Steps about LiveKit are omitted where there is none.
      return steps[name](config, config.livekit ?? { url: '', apiUrl: '', apiKey: '', apiSecret: '' });
    },
  };
}

/** A body that LiveKit's key signs, of no known event; then, where that can be seen, a webhook of LiveKit itself. */
async function checkWebhook(config: Config, { apiUrl, apiKey, apiSecret }: LiveKitConfig): Promise<StepFinding> {
  const body = JSON.stringify({ event: 'parley_doctor', id: randomUUID() });
  const token = new AccessToken(apiKey, apiSecret);
  token.sha256 = createHash('sha256').update(body).digest('base64');
  const answer = await get(`${addressOf(config)}/api/livekit/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/webhook+json', authorization: await token.toJwt() },
    body,
  });
  if (answer === null || !answer.ok) {
    return failed(
      `The server refuses what this key signs (${answer?.status ?? 'no answer'}): it runs with another one.`,
    );
  }
  const before = await webhooksSoFar(config);
  if (before === null)
    return ok('The server takes what LiveKit signs. Whether LiveKit sends is known with PARLEY_METRICS_TOKEN.');
  const rooms = new RoomServiceClient(apiUrl, apiKey, apiSecret);
  const name = `parley-doctor-${randomUUID()}`;
  await rooms.createRoom({ name, emptyTimeout: 1 });
  try {
    for (let left = 20; left > 0; left -= 1) {
      if (((await webhooksSoFar(config)) ?? 0) > before) return ok('The webhooks of LiveKit arrive.');
      await new Promise((done) => setTimeout(done, 150));
    }
  } finally {
    await rooms.deleteRoom(name);
  }
  return failed(
    'LiveKit sends no webhook: its configuration needs webhook.urls with /api/livekit/webhook of this server.',
  );
}

/** Webhooks that the server took so far; null where that is not told. */
async function webhooksSoFar(config: Config): Promise<number | null> {
  if (config.metricsToken === undefined) return null;
  const answer = await get(`${addressOf(config)}/metrics`, {
    headers: { authorization: `Bearer ${config.metricsToken}` },
  });
  if (answer === null || !answer.ok) return null;
  const line = /^parley_http_requests_total\{[^}]*route="\/api\/livekit\/webhook",status="200"\} (\d+)$/m;
  return Number(line.exec(await answer.text())?.[1] ?? 0);
}

/** Where this machine reaches a server that listens as the configuration says. */
const addressOf = ({ host, port }: Config): string =>
  `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;

/** Null when there is no answer. */
const get = (url: string, init: RequestInit = {}): Promise<Response | null> =>
  fetch(url, { ...init, signal: AbortSignal.timeout(answerLimit) }).catch(() => null);

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));
