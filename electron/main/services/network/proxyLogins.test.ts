import type { ProxyLogin } from '@parley/shared/proxies/proxyLogin';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { expect, it } from 'vitest';
import type { SecretReading, SecretStore } from '../secrets/secretStore.ts';
import { createProxyLogins, type ProxyChallenge, type ProxyLogins } from './proxyLogins.ts';

const office: ProxyChallenge = {
  host: 'proxy.example.org',
  port: 3128,
  realm: 'Office',
  scheme: 'basic',
  url: 'https://voice.example.org/api',
  again: false,
};
const name = { host: office.host, port: office.port, realm: office.realm };
const right: ProxyLogin = { name: 'ada', password: 'hunter22' };
const wrong: ProxyLogin = { name: 'ada', password: 'hunter21' };
const basicOf = ({ name: login, password }: ProxyLogin): string =>
  `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;

/** A vault in memory; `level` says what a write comes to, `removes` whether it gives things up. */
function vault(entries = new Map<string, string>(), level: 'vault' | 'memory' = 'vault', removes = true): SecretStore {
  return {
    async read(account): Promise<SecretReading> {
      const secret = entries.get(account);
      return secret === undefined ? { kind: 'none' } : { kind: 'found', secret };
    },
    async write(account, secret) {
      entries.set(account, secret);
      return level === 'vault' ? { kind: 'vault' } : { kind: 'memory', cause: 'absent' };
    },
    remove: async (account) => entries.delete(account) && removes,
  };
}

function build(over: { secrets?: SecretStore; settings?: Partial<Settings>; asks?: boolean } = {}): {
  logins: ProxyLogins;
  settings: () => Settings;
  tried: string[];
  cleared: () => number;
  later: (ms: number) => void;
} {
  let settings = { ...defaultSettings, ...over.settings };
  let now = 0;
  let cleared = 0;
  const tried: string[] = [];
  const logins = createProxyLogins({
    secrets: over.secrets ?? vault(),
    settings: { get: () => settings, update: (patch) => (settings = { ...settings, ...patch }) },
    async tryLogin(_challenge, authorization) {
      tried.push(authorization);
      return authorization === basicOf(right) ? 'taken' : 'refused';
    },
    async clearCache() {
      cleared += 1;
    },
    asks: over.asks ?? true,
    now: () => now,
  });
  return { logins, settings: () => settings, tried, cleared: () => cleared, later: (ms) => (now += ms) };
}

/** Gives these to one question after the other. */
async function give(logins: ProxyLogins, ...answers: readonly (ProxyLogin | null)[]): Promise<boolean[]> {
  const refused: boolean[] = [];
  let last = 0;
  for (const answer of answers) {
    await expect.poll(() => (logins.view.get().question?.id ?? 0) > last, { interval: 1 }).toBe(true);
    const question = logins.view.get().question;
    if (question === null) throw new Error('nobody asks');
    last = question.id;
    refused.push(question.refused);
    logins.answer(question.id, answer);
  }
  return refused;
}

it('asks once for what many wait for, keeps it in the vault, and lists the proxy without the login', async () => {
  const entries = new Map<string, string>();
  const { logins, settings } = build({ secrets: vault(entries) });
  const waiting = [
    logins.loginFor(office),
    logins.loginFor(office),
    logins.loginFor({ ...office, url: 'https://b.example.org' }),
  ];
  expect(await give(logins, right)).toEqual([false]);
  expect(await Promise.all(waiting)).toEqual([right, right, right]);
  expect(await logins.loginFor(office)).toEqual(right);
  expect([...entries.values()]).toEqual([JSON.stringify(right)]);
  expect(settings().proxyLogins).toEqual([name]);
  expect(JSON.stringify(settings())).not.toContain('hunter22');
  expect(logins.view.get()).toEqual({ question: null, known: [{ ...name, kept: 'vault' }] });
  expect(await logins.authorization({ host: 'PROXY.example.org', port: 3128 })).toBe(basicOf(right));
  expect(await logins.authorization({ host: 'proxy.example.org', port: 8080 })).toBeNull();
});

it('asks again when the proxy refuses, and gives up after three', async () => {
  const { logins, settings } = build();
  const first = logins.loginFor(office);
  expect(await give(logins, wrong, right)).toEqual([false, true]);
  expect(await first).toEqual(right);
  const other = { ...office, realm: 'Another' };
  const second = logins.loginFor(other);
  expect(await give(logins, wrong, wrong, wrong)).toEqual([false, true, true]);
  expect(await second).toBeNull();
  expect(settings().proxyLogins).toEqual([name]);
});

it('takes what the vault has from the run before, and asks when that is refused now', async () => {
  const entries = new Map([['proxy proxy.example.org:3128 Office', JSON.stringify(wrong)]]);
  const { logins, tried } = build({ secrets: vault(entries), settings: { proxyLogins: [name] } });
  const waiting = logins.loginFor(office);
  expect(await give(logins, right)).toEqual([true]);
  expect(await waiting).toEqual(right);
  expect(tried).toEqual([basicOf(wrong), basicOf(right)]);
  expect(JSON.parse([...entries.values()][0] ?? '')).toEqual(right);
});

it('goes by the proxy’s next question where it cannot try: digest', async () => {
  const { logins, tried } = build();
  const digest = { ...office, scheme: 'digest' };
  const waiting = logins.loginFor(digest);
  await give(logins, wrong);
  expect(await waiting).toEqual(wrong);
  const again = logins.loginFor({ ...digest, again: true });
  expect(await give(logins, right)).toEqual([true]);
  expect(await again).toEqual(right);
  expect(tried).toEqual([]);
});

it('leaves a person alone for a while who gave none; late and strange answers count for nothing', async () => {
  const { logins, later } = build();
  const waiting = logins.loginFor(office);
  await give(logins, null);
  expect(await waiting).toBeNull();
  logins.answer(1, right);
  logins.answer(99, right);
  expect(await logins.loginFor(office)).toBeNull();
  later(20_000);
  const asked = logins.loginFor(office);
  await give(logins, right);
  expect(await asked).toEqual(right);
});

it('asks nobody on the command line', async () => {
  const { logins } = build({ asks: false });
  expect(await logins.loginFor(office)).toBeNull();
  expect(logins.view.get().question).toBeNull();
});

it('forgets: the vault, the list and what Chromium keeps; a vault that does not give up is said', async () => {
  const { logins, settings, cleared } = build();
  const waiting = logins.loginFor(office);
  await give(logins, right);
  await waiting;
  expect(await logins.forget(name)).toBe(true);
  expect(settings().proxyLogins).toEqual([]);
  expect(cleared()).toBe(1);
  expect(await logins.authorization(office)).toBeNull();

  const stubborn = build({ secrets: vault(new Map(), 'vault', false), settings: { proxyLogins: [name] } });
  expect(await stubborn.logins.forget(name)).toBe(false);
  expect(stubborn.settings().proxyLogins).toEqual([name]);
});

it('says which logins end with this run', async () => {
  const { logins } = build({ secrets: vault(new Map(), 'memory') });
  const waiting = logins.loginFor(office);
  await give(logins, right);
  await waiting;
  expect(logins.view.get().known).toEqual([{ ...name, kept: 'memory' }]);
});
