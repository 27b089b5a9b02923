import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepReport } from '@parley/shared/doctor/steps';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCommandLine } from '../src/commands/command.ts';
import { commands } from '../src/commands/commands.ts';
import type { DoctorStep } from '../src/commands/doctor.ts';
import { explain } from '../src/commands/explain.ts';
import type { Config } from '../src/config.ts';
import { backUp, openBackup, restore } from '../src/database/backup.ts';
import { openDatabase } from '../src/database/openDatabase.ts';
import { accounts, auditLog, channels } from '../src/database/schema.ts';
import { startPostgres, type PostgresServer } from './postgresServer.ts';
import { createWorld, type World } from './world.ts';

// A server on PostgreSQL that runs, and the command line beside it.
let postgres: PostgresServer;
let world: World;
let folder: string;
const adas = 'correct horse';
const metricsToken = 'a token for metrics';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-operate-'));
  postgres = await startPostgres();
  world = await createWorld(
    {
      accounts: [{ login: 'root', name: 'Root', password: 'pw-root', administrator: true }],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    {
      databaseUrl: await postgres.createDatabase(),
      signingSecret: 'a secret of tests, of more than 32 characters',
      metricsToken,
    },
  );
});
afterAll(async () => {
  await world?.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As `main.ts` runs a command. */
async function run(
  line: string,
  { password = '', config = world.config }: { password?: string; config?: Config } = {},
) {
  const printed: string[] = [];
  const { command, args, values } = readCommandLine(commands, line.split(' '));
  const code = await command.run({
    args,
    values,
    now: Date.now,
    config: () => config,
    print: (text) => void printed.push(text),
    tell: () => undefined,
    secret: async () => password,
  });
  return { code: code ?? 0, text: printed.join('\n') };
}
const refusal = (line: string, options?: Parameters<typeof run>[1]) =>
  run(line, options).then(
    () => 'nothing',
    (error: unknown) => explain(error),
  );
const signUp = (invitation: string, login: string) =>
  world.call('POST', '/api/accounts', undefined, { invitation, login, name: login, password: adas });

describe('commands beside a server that runs', () => {
  it('make accounts that can sign in, shut them, and end what they have open', async () => {
    await run('user create Ada --name Ada', { password: adas });
    const ear = await world.listen((await world.signIn('ada', adas)).accessToken);
    await vi.waitFor(() => expect(ear.events.length).toBeGreaterThanOrEqual(2));
    expect((await run('user list')).text).toMatch(/^ada\s+Ada\s+active$/m);
    expect(await refusal('user create ADA', { password: adas })).toBe('The login ada is taken.');
    expect(await refusal('user create bo')).toMatch(/password is read from the terminal or from standard input/);
    expect(await refusal('user create bo', { password: 'short' })).toMatch(/8 to 1024/);
    await run('user disable ada');
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
    const signIn = { login: 'ada', password: adas };
    expect(await world.call('POST', '/api/session', undefined, signIn)).toMatchObject({ status: 403 });
    await run('user enable ada');
    await world.signIn('ada', adas);
    await run('user reset-password ada', { password: 'another one' });
    expect(await world.call('POST', '/api/session', undefined, signIn)).toMatchObject({ status: 401 });
    const { text: code } = await run('user reset-password ada --code');
    const reset = { code, newPassword: adas };
    expect(await world.call('POST', '/api/session/reset', undefined, reset)).toMatchObject({ status: 204 });
    await world.signIn('ada', adas);
    expect(await refusal('user disable root')).toMatch(/Nobody would be left who administers/);
    expect(await refusal('user disable nobody')).toBe('Nobody has the login nobody.');
  });

  it('set tiers, say who is who at the provider, and show both logs', async () => {
    await run('user create Tia', { password: adas });
    const oidc = {
      ...{ issuer: 'https://sso.example.org', clientId: 'p', scopes: 'openid', label: 'x', emailDomains: [] },
      ...{ createAccounts: false, redirectUri: 'https://voice.example.org/api/oidc/callback' },
    };
    const config = { ...world.config, oidc };
    expect((await run('user tier tia studio')).text).toBe('tia: studio');
    expect(await refusal('user tier tia golden')).toMatch(/tier/);
    expect(await refusal('user link tia --subject t1')).toMatch(/no identity provider/);
    expect((await run('user link tia --subject t1', { config })).text).toBe('tia is t1 at https://sso.example.org.');
    expect(await refusal('user link root --subject t1', { config })).toMatch(/another account/);
    expect((await run('user link tia', { config })).text).toBe('tia is nobody at https://sso.example.org.');
    const { text } = await run('audit --limit 4');
    expect(text.split('\n').map((line) => line.split(/ {2,}/)[3])).toEqual([
      ...['action', 'unlinkIdentity', 'linkIdentity', 'setTier', 'createAccount'],
    ]);
    expect(JSON.parse((await run('audit --limit 1 --json')).text)).toMatchObject([
      { by: 'parley-server', whom: 'tia' },
    ]);
    await world.call('POST', '/api/session', undefined, { login: 'tia', password: 'wrong' });
    expect((await run('security --limit 1')).text).toMatch(/signInFailed\s+tia\s+127\.0\.0\.1/);
    expect(await refusal('audit --limit 0')).toMatch(/limit/);
  });

  it('make and revoke invitations', async () => {
    const { text: code } = await run('invite create --uses 2 --hours 1 --role moderators');
    const made = await signUp(code, 'invited');
    expect(made).toMatchObject({ status: 201 });
    const [row] = JSON.parse((await run('invite list --json')).text) as { id: string; role: string; uses: number }[];
    expect(row).toMatchObject({ role: 'moderator', uses: 1 });
    await run(`invite revoke ${row?.id}`);
    expect(await signUp(code, 'late')).toMatchObject({ status: 403 });
    expect(await refusal('invite create --uses 0')).toMatch(/^uses: /);
    expect(await refusal('invite create --role kings')).toMatch(/There is no role kings/);
  });

  it('change channels and roles before the eyes of programs that are connected', async () => {
    const ear = await world.listen((await world.signIn('ada', adas)).accessToken);
    const told = (type: string) => ear.events.findLast((event) => event.type === type);
    const { text: id } = await run('channels create Den --topic Quiet --category Rooms');
    await vi.waitFor(() =>
      expect(told('channelCreated')).toMatchObject({ channel: { id, name: 'Den', topic: 'Quiet' } }),
    );
    await run('roles grant ada moderator');
    await vi.waitFor(() => expect(told('self')).toMatchObject({ roles: ['everyone', 'moderator'] }));
    await run('roles revoke ada moderator');
    await vi.waitFor(() => expect(told('self')).toMatchObject({ roles: ['everyone'] }));
    await run(`channels remove ${id}`);
    await vi.waitFor(() => expect(told('channelDeleted')).toMatchObject({ channelId: id }));
    expect(await refusal(`channels remove ${id}`)).toBe('There is no such channel.');
    expect(await refusal('channels create x --kind smell')).toMatch(/^kind: /);
    ear.socket.close();
    const root = (await world.signIn('root')).accessToken;
    const { body } = await world.call('GET', '/api/audit?limit=3', root);
    expect(body).toMatchObject({ entries: [{ action: 'deleteChannel', by: 'parley-server', detail: 'Den' }, {}, {}] });
  });

  it('open, list and end rooms of LiveKit, and let bots in and out', async () => {
    await run('rooms create standup --max-participants 5');
    expect((await run('rooms list')).text).toMatch(/^standup\s+0$/m);
    const ticket = JSON.parse((await run('rooms invite standup bot --name Bot --listen-only')).text) as {
      url: string;
      token: string;
    };
    const room = await world.enter(ticket);
    const gone = vi.fn<() => void>();
    room.on('disconnected', gone);
    await vi.waitFor(async () => expect((await run('rooms participants standup')).text).toMatch(/^bot\s+Bot\s/m));
    await run('rooms expel standup bot');
    await vi.waitFor(() => expect(gone).toHaveBeenCalled());
    expect(await refusal('rooms expel standup bot')).toBe('Nobody is in standup as bot.');
    await run('rooms remove standup');
    expect((await run('rooms list')).text).not.toContain('standup');
    expect(await refusal('rooms create x --empty-timeout soon')).toMatch(/takes a whole number/);
    expect(await refusal('rooms list', { config: { ...world.config, livekit: null } })).toMatch(/LIVEKIT_URL/);
  });
});

describe('a backup', () => {
  const odd = 'a\u2028b "c" \\ \u{1F600} \n\r\t é';

  it('of PGlite becomes PostgreSQL, and of PostgreSQL PGlite, row by row, while both go on', async () => {
    const [file, again] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')];
    const source = await openDatabase(':memory:');
    const url = await postgres.createDatabase();
    const target = await openDatabase('', url);
    const third = await openDatabase(':memory:');
    try {
      const row = { login: 'ada', passwordHash: 'x', createdAt: 1_795_000_000_123 };
      await source.database.insert(accounts).values({ ...row, id: 'a', name: odd });
      const entries = Array.from({ length: 1_203 }, (_, index) => ({ at: index, action: 'x', by: 'a', reason: odd }));
      await source.database.insert(auditLog).values(entries);
      const rows = await backUp(source.database, file, new Date(0));
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await restore(target.database, await openBackup(file));
      expect(await target.database.select().from(accounts)).toEqual(await source.database.select().from(accounts));
      await target.database.insert(auditLog).values({ at: 1, action: 'after', by: 'a', reason: '' });
      expect((await target.database.select().from(auditLog)).at(-1)).toMatchObject({ id: 1_204, action: 'after' });
      expect(await backUp(target.database, again, new Date(0))).toBe(rows + 1);
      await restore(third.database, await openBackup(again));
      expect(await third.database.select().from(auditLog)).toEqual(await target.database.select().from(auditLog));
    } finally {
      for (const one of [source, target, third]) await one.close();
    }
  });

  it('is restored by the command, not over something without --force, and servers that run show it', async () => {
    const file = join(folder, 'c.jsonl');
    await run(`backup ${file}`);
    const ear = await world.listen((await world.signIn('ada', adas)).accessToken);
    const { text: id } = await run('channels create Temporary');
    await vi.waitFor(() => expect(ear.events.at(-1)).toMatchObject({ type: 'channelCreated' }));
    expect(await refusal(`restore ${file}`)).toMatch(/Say --force/);
    await run(`restore ${file} --force`);
    // The session that listens began after the backup.
    await vi.waitFor(() => expect(ear.closed()).toBe(4401));
    const names = (await world.channels((await world.signIn('ada', adas)).accessToken)).map((channel) => channel.id);
    expect(names).not.toContain(id);
  });

  it('that is damaged, cut off, foreign or newer changes nothing', async () => {
    const file = join(folder, 'd.jsonl');
    await run(`backup ${file}`);
    const text = readFileSync(file, 'utf8');
    const broken = join(folder, 'broken.jsonl');
    const lines = text.trimEnd().split('\n');
    const [head = '', ...rest] = lines;
    const sealed = (body: string[]): string => {
      const whole = `${body.join('\n')}\n`;
      const sha256 = createHash('sha256').update(whole).digest('hex');
      return `${whole}${JSON.stringify({ rows: body.length - 1, sha256 })}\n`;
    };
    const newer = JSON.stringify({ ...(JSON.parse(head) as object), migration: Date.now() * 2 });
    const cases: [string, RegExp][] = [
      ['', /is no backup/],
      ['{"a":1}\n', /is no backup/],
      [text.replace('Lobby', 'Lobbi'), /is damaged/],
      [lines.slice(0, -1).join('\n'), /is damaged/],
      [[...lines.slice(0, -2), lines.at(-1)].join('\n'), /is damaged/],
      [sealed([newer, ...rest.slice(0, -1)]), /newer server/],
    ];
    for (const [content, message] of cases) {
      writeFileSync(broken, content);
      expect(await refusal(`restore ${broken} --force`)).toMatch(message);
    }
    writeFileSync(broken, sealed([head, '["accounts",{"id":"a"}]']));
    expect(await refusal(`restore ${broken} --force`)).toMatch(/SQLSTATE 23502/);
    await world.signIn('root');
    expect(await refusal(`restore ${join(folder, 'nothing')}`)).toMatch(/no such file/);
  });

  it('of an earlier version gets the migrations that came after it', async () => {
    const journal = JSON.parse(readFileSync(new URL('../drizzle/meta/_journal.json', import.meta.url), 'utf8')) as {
      entries: { when: number }[];
    };
    const file = join(folder, 'old.jsonl');
    const lines = [
      {
        format: 'parley-backup',
        version: 1,
        createdAt: '',
        migration: journal.entries[1]?.when,
        tables: ['accounts', 'channels'],
      },
      ['accounts', { id: 'a', login: 'ada', name: 'Ada', password_hash: 'x', administrator: true, created_at: 1 }],
      ['channels', { id: 'c', name: 'Lobby', kind: 'voice', topic: '', category: '', position: 0 }],
    ].map((line) => JSON.stringify(line));
    const whole = `${lines.join('\n')}\n`;
    const sha256 = createHash('sha256').update(whole).digest('hex');
    writeFileSync(file, `${whole}${JSON.stringify({ rows: 2, sha256 })}\n`);
    const url = await postgres.createDatabase();
    await run(`restore ${file}`, { config: { ...world.config, databaseUrl: url } });
    const opened = await openDatabase('', url);
    try {
      expect(await opened.database.select().from(channels)).toMatchObject([{ id: 'c', name: 'Lobby' }]);
      expect(await opened.database.select().from(accounts)).toMatchObject([{ id: 'a', disabledAt: null }]);
      const roles = await postgres.run(url, 'select id from roles order by position');
      expect(roles).toEqual([{ id: 'everyone' }, { id: 'moderator' }, { id: 'administrator' }]);
    } finally {
      await opened.close();
    }
  });
});

describe('doctor', () => {
  const examine = async (config: Config) => {
    const { code, text } = await run('doctor --json', { config });
    const reports = JSON.parse(text) as StepReport<DoctorStep>[];
    return { code, text, of: (name: DoctorStep) => reports.find((report) => report.name === name) };
  };

  it('finds nothing wrong with a server that is well, and that LiveKit\u2019s webhooks arrive', async () => {
    const { code, text, of } = await examine(world.config);
    expect(code, text).toBe(0);
    expect(of('webhook')?.detail).toBe('The webhooks of LiveKit arrive.');
    expect(of('clocks')).toMatchObject({
      verdict: 'ok',
      detail: 'PostgreSQL has the same time, LiveKit has the same time',
    });
    expect(of('turn')?.verdict).toBe('skipped');
  });

  it('says what is wrong, ends with 1 and tells no secret', async () => {
    const { livekit } = world.config;
    if (livekit === null) throw new Error('no LiveKit');
    const wrongSecret = 'another secret of more than 32 characters';
    const wrong = await examine({ ...world.config, livekit: { ...livekit, apiSecret: wrongSecret } });
    expect(wrong.code).toBe(1);
    expect(wrong.of('key')).toMatchObject({ verdict: 'failed', detail: expect.stringMatching(/refuses it/) as string });
    expect(wrong.of('webhook')?.verdict).toBe('skipped');
    const gone = await examine({
      ...world.config,
      port: 1,
      databaseUrl: 'postgresql://parley:hunter222@127.0.0.1:1/none',
      livekit: { ...livekit, apiUrl: 'http://127.0.0.1:1' },
      turn: { secret: 'the secret of TURN', urls: ['turn:127.0.0.1:1?transport=tcp'], ttl: 60 },
    });
    expect(gone.code).toBe(1);
    expect(gone.of('database')?.detail).toBe('The database does not answer.');
    expect(gone.of('livekit')?.detail).toBe('Nothing answers at http://127.0.0.1:1.');
    expect(gone.of('turn')).toMatchObject({ verdict: 'failed', detail: 'turn:127.0.0.1:1?transport=tcp: no answer' });
    for (const secret of [wrongSecret, 'hunter222', 'the secret of TURN', metricsToken]) {
      expect(wrong.text + gone.text).not.toContain(secret);
    }
  });
});

describe('the program', () => {
  const start = (args: string[], env: Record<string, string>) =>
    spawn(process.execPath, ['server/src/main.ts', ...args], {
      cwd: new URL('../..', import.meta.url),
      env: { PATH: process.env['PATH'] ?? '', PARLEY_DATA: join(folder, 'data'), PARLEY_PORT: '0', ...env },
    });
  const ended = async (child: ReturnType<typeof start>, input = '') => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdin.end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
  };

  it('takes a password from standard input, refuses a folder that a server has, and ends with 2 for what makes no sense', async () => {
    const made = await ended(start(['user', 'create', 'ada'], {}), 'correct horse\n');
    expect(made).toMatchObject({ code: 0, out: 'ada may sign in.\n' });
    const server = start([], {});
    try {
      await once(server.stdout, 'data');
      const [taken, doctor] = [await ended(start(['user', 'list'], {})), await ended(start(['doctor'], {}))];
      expect(taken).toMatchObject({
        code: 1,
        err: expect.stringMatching(/uses the data folder\. Stop it first/) as string,
      });
      expect(doctor.out).toMatch(/✓ database\s+The server that runs has it\./);
    } finally {
      server.kill('SIGTERM');
      expect((await once(server, 'exit'))[0]).toBe(0);
    }
    const wrong = await ended(start(['user', 'create'], {}));
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/<login> is missing\. Usage: /) as string });
    const incomplete = await ended(start(['migrate'], { DATABASE_URL: 'postgresql://127.0.0.1/x' }));
    expect(incomplete).toMatchObject({
      code: 1,
      err: expect.stringMatching(/PARLEY_SIGNING_SECRET: is needed/) as string,
    });
  }, 120_000);
});
