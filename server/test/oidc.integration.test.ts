import { createHash, randomBytes } from 'node:crypto';
import type { AccountList } from '@parley/shared/backends/parley/accounts';
import type { Code } from '@parley/shared/backends/parley/codes';
import type { Session } from '@parley/shared/backends/parley/session';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
// What tests share starts real servers, as in the tests themselves.
// oxlint-disable-next-line no-restricted-imports
import { freePort } from '../../tests/fixtures/freePort.ts';
// The client's adapter is what is pointed at the server here.
// oxlint-disable-next-line no-restricted-imports
import { createDialectBackends } from '../../electron/main/services/backends/dialects/dialectBackends.ts';
// oxlint-disable-next-line no-restricted-imports
import type { Fetch } from '../../electron/main/services/backends/httpClient.ts';
// oxlint-disable-next-line no-restricted-imports
import { createParleyBackend } from '../../electron/main/services/backends/parley/parleyBackend.ts';
import { checkProvider } from '../src/commands/checkProvider.ts';
import type { Config, OidcConfig } from '../src/config.ts';
import { createServer } from '../src/createServer.ts';
import { startOpenIdProvider, type OpenIdProvider, type Sign } from './openIdProvider.ts';
import { createWorld, type Answer, type World } from './world.ts';

// Signing in through the browser, every redirect followed as a browser does, against a provider that can be made to lie.
const client = { id: 'parley', secret: 'a secret of the client' };
const port = await freePort();
let clock = 0;
let provider: OpenIdProvider;
let world: World;
let root: Session;
/** The server reads it for each sign-in: tests change it. */
const oidc: { -readonly [K in keyof OidcConfig]: OidcConfig[K] } = {
  issuer: '',
  clientId: client.id,
  clientSecret: client.secret,
  scopes: 'openid profile email',
  label: 'Example',
  emailDomains: [],
  createAccounts: true,
  redirectUri: `http://127.0.0.1:${port}/api/oidc/callback`,
};

beforeAll(async () => {
  provider = await startOpenIdProvider({ ...client, redirectUri: oidc.redirectUri, now: () => Date.now() + clock });
  oidc.issuer = provider.issuer;
  const config: Partial<Config> = { port, oidc };
  world = await createWorld(
    {
      accounts: [
        { login: 'ada', name: 'Ada', password: 'pw-ada' },
        { login: 'root', name: 'Root', password: 'pw-root', administrator: true },
      ],
      channels: [{ name: 'Lobby', kind: 'voice' }],
    },
    config,
  );
});
beforeEach(async () => {
  // What was counted in the minute of another test is forgotten.
  clock += 61_000;
  world.setClock(clock);
  Object.assign(provider, { person: { sub: 'bo-1', preferred_username: 'Bo', name: 'Bo \u202Exe' } });
  Object.assign(provider, { error: null, forge: null, extra: {}, answers: true });
  Object.assign(oidc, { emailDomains: [], createAccounts: true, prompt: undefined, roles: undefined });
  root = await world.signIn('root');
});
afterAll(async () => {
  await world?.close();
  await provider?.stop();
});

const loopback = 'http://127.0.0.1:50123/signed-in';
const random = (): string => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
const startOf = (over: Record<string, string> = {}): string => {
  const query = { redirect: loopback, challenge: challengeOf('v'.repeat(43)), state: 's'.repeat(32), ...over };
  return `${world.server().address}/api/oidc/start?${new URLSearchParams(query).toString()}`;
};
/** Where a browser ends that is sent to `url`: at the program's own address, or at a page. `pause`: between two pages. */
async function browse(url: string, pause: () => Promise<void> = async () => undefined) {
  let next = url;
  for (let step = 0; step < 10; step += 1) {
    if (next.startsWith(loopback)) return { back: new URL(next).searchParams, page: null, status: 302 };
    const response = await fetch(next, { redirect: 'manual' });
    if (next.startsWith(world.server().address) && response.status < 400) {
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    const location = response.headers.get('location');
    if (location === null) return { back: null, page: await response.text(), status: response.status, response };
    next = location;
    await pause();
  }
  throw new Error('The browser is sent in a circle');
}
/** A whole sign-in, up to the answer of the last request; the provider's or the server's refusal before it as a text. */
async function signIn(verifier = random()): Promise<Answer | string> {
  const { back, page } = await browse(startOf({ challenge: challengeOf(verifier) }));
  const code = back?.get('code') ?? null;
  if (code === null) return back?.get('error') ?? page ?? '';
  return world.call('POST', '/api/oidc/session', undefined, { code, verifier, program: 'Test' });
}
const lastKind = async (): Promise<string | undefined> => {
  const { body } = await world.call('GET', '/api/security?limit=1', root.accessToken);
  return (body as { entries: { kind: string }[] }).entries[0]?.kind;
};
const accountOf = (answer: Answer | string) => {
  expect(answer).toMatchObject({ status: 200 });
  return ((answer as Answer).body as Session).account;
};
const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('a sign-in through the browser', () => {
  it('is offered by its label', async () => {
    expect((await world.call('GET', '/api/server')).body).toMatchObject({ browser: { label: 'Example' } });
  });

  it('makes an account at the first time, and finds it by issuer and subject afterwards', async () => {
    provider.person = { sub: 'bo-1', preferred_username: ' BO ', name: 'Bo \u202Exe', email: 'bo@example.org' };
    const account = accountOf(await signIn());
    expect(account).toEqual({ id: account.id, login: 'bo', name: 'Bo xe', administrator: false });
    provider.person = { sub: 'bo-1', preferred_username: 'renamed', email: 'another@example.org' };
    expect(accountOf(await signIn())).toEqual(account);
    const session = (await signIn()) as Answer;
    const { accessToken } = session.body as Session;
    expect((await world.call('GET', '/api/me', accessToken)).body).toEqual(account);
    const exported = (await world.call('GET', '/api/me/export', accessToken)).body;
    expect(exported).toMatchObject({ identities: [{ issuer: provider.issuer, subject: 'bo-1' }] });
    expect(JSON.stringify(exported)).not.toContain('example.org');
  });

  it('goes on in another process than it began in', async () => {
    const verifier = random();
    const { back } = await browse(startOf({ challenge: challengeOf(verifier) }), () => world.restart());
    const answer = await world.call('POST', '/api/oidc/session', undefined, { code: back?.get('code'), verifier });
    expect(accountOf(answer).login).toBe('bo');
  });

  it('asks the provider with PKCE, a nonce and a state of its own, and shows it nothing of the program', async () => {
    oidc.prompt = 'select_account';
    await signIn();
    const [asked, before] = [provider.asked.at(-1), provider.asked.at(-2)];
    expect(asked?.get('prompt')).toBe('select_account');
    expect(asked?.get('scope')).toBe('openid profile email');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked?.get(name)).not.toBe(before?.get(name));
    expect(asked?.toString()).not.toContain('50123');
  });

  it('gives both of two first sign-ins at once the same account', async () => {
    provider.person = { sub: 'cy-1', preferred_username: 'cy' };
    const [one, two] = await Promise.all([signIn(), signIn()]);
    expect(accountOf(one)).toEqual(accountOf(two));
  });
});

describe('where the browser is sent at the end', () => {
  it.each([
    'https://evil.example/signed-in',
    'http://127.0.0.1.evil.example:80/signed-in',
    'http://localhost:50123/signed-in',
    'http://127.0.0.1/signed-in',
    'http://127.0.0.1:0/signed-in',
    'http://127.0.0.1:65536/signed-in',
    'http://127.0.0.1:50123/',
    'http://127.0.0.1:50123/signed-in?x=1',
    'http://127.0.0.1:50123/signed-in#x',
    'http://evil@127.0.0.1:50123/signed-in',
    'http://127.0.0.1:50123@evil.example/signed-in',
    'https://127.0.0.1:50123/signed-in',
    'http://127.0.0.1:50123/signed-in\n',
    '//127.0.0.1:50123/signed-in',
  ])('is never %s', async (redirect) => {
    const { page, status } = await browse(startOf({ redirect }));
    expect({ status, body: JSON.parse(page ?? '') as unknown }).toMatchObject(refusal(400, 'invalid'));
  });

  it.each([loopback, 'http://[::1]:1/signed-in'])('may be %s', async (redirect) => {
    const response = await fetch(startOf({ redirect }), { redirect: 'manual' });
    expect(response.headers.get('location')).toContain(`${provider.issuer}/authorize`);
  });

  it('has the program\u2019s state', async () => {
    const state = random();
    expect((await browse(startOf({ state }))).back?.get('state')).toBe(state);
  });
});

describe('a code', () => {
  const codeFor = async (verifier: string): Promise<string> =>
    (await browse(startOf({ challenge: challengeOf(verifier) }))).back?.get('code') ?? '';
  const redeem = (code: string, verifier: string) =>
    world.call('POST', '/api/oidc/session', undefined, { code, verifier });

  it('is good once', async () => {
    const verifier = random();
    const code = await codeFor(verifier);
    expect(await redeem(code, verifier)).toMatchObject({ status: 200 });
    expect(await redeem(code, verifier)).toMatchObject(refusal(401, 'unauthorised'));
    expect(await lastKind()).toBe('codeRefused');
  });

  it('is spent by whoever shows it without its verifier', async () => {
    const verifier = random();
    const code = await codeFor(verifier);
    expect(await redeem(code, random())).toMatchObject(refusal(401, 'unauthorised'));
    expect(await redeem(code, verifier)).toMatchObject(refusal(401, 'unauthorised'));
  });

  it('is good for a minute', async () => {
    const verifier = random();
    const code = await codeFor(verifier);
    world.setClock((clock += 60_000));
    expect(await redeem(code, verifier)).toMatchObject(refusal(401, 'unauthorised'));
  });

  it('cannot be guessed for long', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) await redeem('guessed', random());
    const verifier = random();
    expect(await redeem(await codeFor(verifier), verifier)).toMatchObject(refusal(429, 'rateLimited'));
  });
});

describe('a state', () => {
  const callback = (state: string) =>
    fetch(`${oidc.redirectUri}?${new URLSearchParams({ state, code: 'x' }).toString()}`, { redirect: 'manual' });

  it.each([
    ['is none of the server\u2019s', () => 'x'.repeat(500)],
    ['was changed', (state: string) => `${state.slice(0, 200)}${state[200] === 'A' ? 'B' : 'A'}${state.slice(201)}`],
  ])('that %s ends at a page of text that repeats nothing', async (_what, change) => {
    await browse(startOf());
    const response = await callback(change(provider.asked.at(-1)?.get('state') ?? ''));
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe(
      'This sign-in is not, or no longer, good. Begin again in Parley; you can close this page.',
    );
    expect(await lastKind()).toBe('codeRefused');
  });

  it('is good for ten minutes', async () => {
    await browse(startOf());
    const state = provider.asked.at(-1)?.get('state') ?? '';
    world.setClock((clock += 11 * 60_000));
    expect((await callback(state)).status).toBe(403);
  });

  it('comes back with a code of the provider that is good once', async () => {
    await browse(startOf());
    const state = provider.asked.at(-1)?.get('state') ?? '';
    const response = await callback(state);
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('refused');
  });

  it('is made so many times a minute for one address', async () => {
    const statuses = new Set<number>();
    for (let page = 0; page < 70; page += 1) statuses.add((await fetch(startOf(), { redirect: 'manual' })).status);
    expect(statuses).toEqual(new Set([302, 429]));
  });
});

describe('an ID token', () => {
  const none = (claims: object): string =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
  const hmac = (claims: object, key: string) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(new TextEncoder().encode(key));

  const forgeries: Record<string, NonNullable<OpenIdProvider['forge']>> = {
    'alg none': async (claims) => none(claims),
    'signed with the client\u2019s secret': (claims) => hmac(claims, client.secret),
    'signed with the public key as a secret': async (claims) => hmac(claims, await provider.publicKey()),
    'signed by another key of the same name': async (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'of a key that the provider does not show': (claims, sign) => sign(claims, { kid: 'two' }),
    'for another audience': (claims, sign) => sign({ ...claims, aud: 'another' }),
    'for several, made for another': (claims, sign) => sign({ ...claims, aud: [client.id, 'x'], azp: 'x' }),
    'for several, made for nobody': (claims, sign) => sign({ ...claims, aud: [client.id, 'x'] }),
    'of another issuer': (claims, sign) => sign({ ...claims, iss: 'https://another.example' }),
    'of another sign-in': (claims, sign) => sign({ ...claims, nonce: 'another' }),
    'without a nonce': (claims, sign) => sign({ ...claims, nonce: undefined }),
    'that has expired': (claims, sign) => sign({ ...claims, exp: Number(claims.exp) - 400 }),
    'without an end': (claims, sign) => sign({ ...claims, exp: undefined }),
    'that is good later': (claims, sign) => sign({ ...claims, nbf: Number(claims.iat) + 400 }),
    'about nobody': (claims, sign) => sign({ ...claims, sub: undefined }),
    'about somebody without an end': (claims, sign) => sign({ ...claims, sub: 'x'.repeat(300) }),
    'that is none': async () => 'x',
  };
  it.each(Object.entries(forgeries))('%s is refused and noted', async (_what, forge) => {
    provider.forge = forge;
    expect(await signIn()).toBe('refused');
    expect(await lastKind()).toBe('idTokenRefused');
  });

  it('may be half a minute off', async () => {
    const shifted = (seconds: number) => (claims: Parameters<Sign>[0], sign: Sign) =>
      sign({ ...claims, exp: Number(claims.iat) - seconds });
    provider.forge = shifted(20);
    expect(accountOf(await signIn()).login).toBe('bo');
    provider.forge = shifted(40);
    expect(await signIn()).toBe('refused');
  });

  it('is not asked for when another provider answers', async () => {
    provider.extra = { iss: 'https://another.example' };
    expect(await signIn()).toBe('refused');
    provider.extra = { iss: provider.issuer, session_state: 'x' };
    expect(accountOf(await signIn()).login).toBe('bo');
  });
});

describe('what may come in between', () => {
  it.each([
    ['access_denied', 'cancelled'],
    ['temporarily_unavailable', 'unavailable'],
    ['<script>alert(1)</script>', 'refused'],
  ])('the provider answers %s: %s', async (error, told) => {
    provider.error = error;
    expect(await signIn()).toBe(told);
  });

  it('the provider is away, at the start and in the middle', async () => {
    expect(
      (await browse(startOf(), async () => void (provider.answers = false)).catch(() => null))?.back,
    ).toBeUndefined();
    const state = provider.asked.at(-1)?.get('state') ?? '';
    const response = await fetch(`${oidc.redirectUri}?${new URLSearchParams({ state, code: 'x' }).toString()}`, {
      redirect: 'manual',
    });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe('unavailable');
    await world.restart();
    expect(await signIn()).toBe('unavailable');
    provider.answers = true;
    expect(accountOf(await signIn()).login).toBe('bo');
  });
});

describe('whom this server wants', () => {
  it('is never found by a login or an e-mail address: one that is taken is a conflict', async () => {
    provider.person = { sub: 'eve-1', preferred_username: 'root', email: 'root', email_verified: true };
    expect(await signIn()).toMatchObject(refusal(409, 'conflict'));
    expect(await lastKind()).toBe('signInFailed');
  });

  it('is whom an administrator names by the subject, where nobody gets an account by themselves', async () => {
    oidc.createAccounts = false;
    const ada = (await world.signIn('ada')).account;
    provider.person = { sub: 'ada-1', preferred_username: 'ada' };
    expect(await signIn()).toMatchObject(refusal(403, 'forbidden'));
    const link = (subject: string | null, id = ada.id) =>
      world.call('PUT', `/api/accounts/${id}/identity`, root.accessToken, { subject });
    expect(await link('ada-1')).toMatchObject({ status: 204 });
    expect(accountOf(await signIn())).toEqual(ada);
    expect(await link('ada-1', root.account.id)).toMatchObject(refusal(409, 'conflict'));
    expect(await link('ada-2')).toMatchObject({ status: 204 });
    expect(await signIn()).toMatchObject(refusal(403, 'forbidden'));
    expect(await link(null)).toMatchObject({ status: 204 });
    const { body } = await world.call('GET', '/api/audit?limit=2', root.accessToken);
    expect((body as { entries: object[] }).entries).toMatchObject([
      { action: 'unlinkIdentity', accountId: ada.id, by: root.account.id },
      { action: 'linkIdentity', accountId: ada.id },
    ]);
  });

  it('is nobody whose account is disabled', async () => {
    const account = accountOf(await signIn());
    const set = (disabled: boolean) =>
      world.call('PATCH', `/api/accounts/${account.id}`, root.accessToken, { disabled, reason: 'left' });
    await set(true);
    expect(await signIn()).toMatchObject(refusal(403, 'forbidden'));
    expect(await lastKind()).toBe('signInFailed');
    await set(false);
    expect(accountOf(await signIn())).toEqual(account);
  });

  it('is who has a verified address of a domain, where domains are given', async () => {
    oidc.emailDomains = ['example.org'];
    provider.person = { sub: 'di-1', email: 'di@example.org', email_verified: false };
    expect(await signIn()).toBe('notAllowed');
    expect(await lastKind()).toBe('signInFailed');
    provider.person = { sub: 'di-1', email: 'di@example.org', email_verified: true };
    expect(accountOf(await signIn())).toMatchObject({ login: 'di@example.org', name: 'di@example.org' });
  });
});

describe('roles by a claim', () => {
  const rolesOf = async (id: string): Promise<readonly string[]> => {
    const { accounts } = (await world.call('GET', '/api/accounts', root.accessToken)).body as AccountList;
    return accounts.find((one) => one.id === id)?.roles ?? [];
  };
  const come = async (groups: unknown): Promise<readonly string[]> => {
    provider.person = { sub: 'role-1', preferred_username: 'rolf', realm_access: { groups } };
    return rolesOf(accountOf(await signIn()).id);
  };

  it('are given and taken at each sign-in; what is not mapped stays as it is', async () => {
    oidc.roles = {
      claim: 'realm_access.groups',
      roles: [
        { value: 'voice-mods', role: 'moderator' },
        { value: 'ops', role: 'administrator' },
        { value: 'dreamers', role: 'a role that nobody made' },
      ],
    };
    const own = { name: 'Own', position: 3, permissions: ['RECORD'] };
    const { id: ownId } = (await world.call('POST', '/api/roles', root.accessToken, own)).body as { id: string };
    expect(await come(['voice-mods', 'others', 'dreamers'])).toEqual(['moderator']);
    const { id } = accountOf(await signIn());
    await world.call('PUT', `/api/accounts/${id}/roles`, root.accessToken, { roles: ['moderator', ownId] });
    expect((await come(['ops'])).toSorted()).toEqual(['administrator', ownId].toSorted());
    const { body } = await world.call('GET', '/api/audit?limit=1', root.accessToken);
    expect(body).toMatchObject({ entries: [{ action: 'setRoles', by: 'identity-provider', accountId: id }] });
    for (const nothing of [[], undefined, 7, { ops: true }]) expect(await come(nothing)).toEqual([ownId]);
  });

  it('leave the last administrator one', async () => {
    oidc.roles = { claim: 'realm_access.groups', roles: [{ value: 'ops', role: 'administrator' }] };
    expect(await come(['ops'])).toContain('administrator');
    const own = ((await signIn()) as Answer).body as Session;
    const roots = (roles: readonly string[]) =>
      world.call('PUT', `/api/accounts/${root.account.id}/roles`, own.accessToken, { roles });
    await roots([]);
    provider.person = { sub: 'role-1', preferred_username: 'rolf' };
    expect(accountOf(await signIn()).administrator).toBe(true);
    await roots(['administrator']);
    expect(accountOf(await signIn()).administrator).toBe(false);
  });
});

describe('a person who is banned', () => {
  const ban = async (accountId: string, body: object): Promise<void> => {
    const answer = await world.call('POST', '/api/ban', root.accessToken, { accountId, reason: 'spam', ...body });
    expect(answer.status).toBe(204);
  };
  /** Deletes the account of the person, which takes a password of this server, and signs in again. */
  const comeAgain = async (accountId: string): Promise<{ id: string; accessToken: string }> => {
    const code = (await world.call('POST', `/api/accounts/${accountId}/reset`, root.accessToken)).body as Code;
    const newPassword = 'correct horse';
    await world.call('POST', '/api/session/reset', undefined, { code: code.code, newPassword });
    const { accessToken } = ((await signIn()) as Answer).body as Session;
    expect(await world.call('DELETE', '/api/me', accessToken, { password: newPassword })).toMatchObject({
      status: 204,
    });
    const again = (await signIn()) as Answer;
    return { id: accountOf(again).id, accessToken: (again.body as Session).accessToken };
  };
  const join = async (accessToken: string): Promise<number> => {
    const lobby = await world.channelNamed(root.accessToken, 'Lobby');
    return (await world.call('POST', `/api/channels/${lobby.id}/join`, accessToken, {})).status;
  };

  it('is banned again in the account of the same identity, after the one before was deleted', async () => {
    provider.person = { sub: 'eve-1', preferred_username: 'eve' };
    const { id } = accountOf(await signIn());
    await ban(id, {});
    const again = await comeAgain(id);
    expect(again.id).not.toBe(id);
    expect(await join(again.accessToken)).toBe(403);
    const { body } = await world.call('GET', '/api/restrictions', root.accessToken);
    expect(body).toMatchObject({ restrictions: [{ kind: 'ban', accountId: again.id, reason: 'spam' }] });
    const third = await comeAgain(again.id);
    expect(await join(third.accessToken)).toBe(403);
    await world.call('POST', '/api/unban', root.accessToken, { accountId: third.id });
    expect(await join(third.accessToken)).toBe(200);
    expect(await join((await comeAgain(third.id)).accessToken)).toBe(200);
  });

  it('is so no longer than the ban lasts', async () => {
    provider.person = { sub: 'eve-2', preferred_username: 'eve-too' };
    const { id } = accountOf(await signIn());
    await ban(id, { seconds: 1 });
    clock += 1_001;
    world.setClock(clock);
    expect(await join((await comeAgain(id)).accessToken)).toBe(200);
  });
});

describe('an account of this server', () => {
  it('is linked by its owner, who shows a sign-in there and the password here', async () => {
    provider.person = { sub: 'ada-at-home', preferred_username: 'ada' };
    const ada = await world.signIn('ada');
    const link = async (password: string, session = ada): Promise<Answer> => {
      const verifier = random();
      const { back } = await browse(startOf({ challenge: challengeOf(verifier) }));
      const body = { code: back?.get('code'), verifier, password };
      return world.call('PUT', '/api/me/identity', session.accessToken, body);
    };
    expect(await signIn()).toMatchObject(refusal(409, 'conflict'));
    expect(await link('wrong')).toMatchObject({ body: { error: { code: 'wrongCredentials' } } });
    expect(await link('pw-ada')).toMatchObject({ status: 204 });
    expect(accountOf(await signIn()).id).toBe(ada.account.id);
    expect(await link('pw-root', root)).toMatchObject(refusal(409, 'conflict'));
    const bad = { code: 'guess', verifier: random(), password: 'pw-ada' };
    expect(await world.call('PUT', '/api/me/identity', ada.accessToken, bad)).toMatchObject(refusal(403, 'forbidden'));
  });
});

describe('doctor', () => {
  it('finds the provider, and says what is wrong with it', async () => {
    expect(await checkProvider(oidc)).toMatchObject({ verdict: 'ok' });
    const failing = async (over: Partial<OidcConfig>) => (await checkProvider({ ...oidc, ...over })).detail;
    expect(await failing({ issuer: `${provider.issuer}/` })).toMatch(/calls itself http.*to the last slash/);
    expect(await failing({ issuer: `${provider.issuer}/realm` })).toMatch(/answers with 404/);
    expect(await failing({ issuer: 'http://127.0.0.1:1' })).toMatch(/^Nothing answers at/);
    expect(await failing({ issuer: world.server().address })).toMatch(/answers with 404/);
  });
});

describe('the client\u2019s adapter', () => {
  const nothing = (): void => undefined;
  const pages: string[] = [];
  /** As the system's browser: follows every redirect, to the program's own page at the end. */
  const surf = async (url: string): Promise<void> => {
    pages.push(await (await fetch(url)).text());
  };
  const http: Fetch = (url, init) => fetch(url, init);
  const parley = (openBrowser: (url: string) => Promise<unknown>) =>
    createDialectBackends(
      { fetch: http, openBrowser, now: Date.now },
      createParleyBackend({
        fetch: http,
        openBrowser,
        openSocket: (url) => new WebSocket(url),
        explain: async (_address, error) => error,
        now: Date.now,
        random: () => 0,
        program: 'Test',
        log: { info: nothing, warn: nothing, error: nothing, background: (_what, work) => void work.catch(nothing) },
      }),
    ).parley;
  const profile = () =>
    ({ id: 'p-1', dialect: 'parley', address: world.server().address, login: '', name: '' }) as const;
  const events = { credentialChanged: nothing, expired: nothing, moderated: nothing };
  const enter = (openBrowser = surf, cancel = new AbortController().signal) =>
    parley(openBrowser).signIn(profile(), { kind: 'browser' }, events, cancel);

  it('knows what is offered, in readable words', async () => {
    expect(await parley(surf).offer?.(profile())).toEqual({ ok: true, value: { browser: { label: 'Example' } } });
    oidc.label = 'a\u202Eb';
    expect(await parley(surf).offer?.(profile())).toEqual({ ok: true, value: { browser: { label: 'ab' } } });
    oidc.label = 'Example';
  });

  it('signs in through the browser, which is told that it is done, and stays signed in', async () => {
    const opened = await enter();
    expect(opened).toMatchObject({ ok: true, value: { account: { login: 'bo' }, serverName: 'Test' } });
    if (!opened.ok) return;
    const { connection, credential } = opened.value;
    await expect.poll(() => connection.channels.get().link).toBe('live');
    await connection.dispose();
    expect(pages.at(-1)).toBe('Parley: you can close this page.');
    const resumed = await parley(surf).resume(profile(), credential, events);
    expect(resumed).toMatchObject({ ok: true, value: { account: { login: 'bo' } } });
    if (resumed.ok) await resumed.value.connection.dispose();
  });

  it.each<[string, () => void, object]>([
    ['the person refuses', () => (provider.error = 'access_denied'), { code: 'cancelled' }],
    ['the provider fails', () => (provider.error = 'server_error'), { reason: 'providerUnavailable' }],
    ['the token is forged', () => (provider.forge = async () => 'x'), { reason: 'providerRefused' }],
    ['the domain is another', () => (oidc.emailDomains = ['b.example']), { reason: 'accountRefused' }],
    [
      'the login is taken',
      () => (provider.person = { sub: 'z', preferred_username: 'root' }),
      { reason: 'accountRefused' },
    ],
    [
      'nobody gets an account by themselves',
      () => {
        provider.person = { sub: 'y' };
        oidc.createAccounts = false;
      },
      { reason: 'accountRefused' },
    ],
  ])('says so when %s', async (_what, make, error) => {
    make();
    expect(await enter()).toMatchObject({ ok: false, error });
  });

  it('waits for nobody who cancels, and opens nothing when there is no browser', async () => {
    const stop = new AbortController();
    const waiting = enter(async () => stop.abort(), stop.signal);
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const without = enter(() => Promise.reject(new Error('no browser')));
    expect(await without).toMatchObject({ ok: false, error: { reason: 'noBrowser' } });
  });

  it('hears nobody who does not know its state', async () => {
    const stranger: string[] = [];
    const opened = await enter(async (url) => {
      const redirect = new URL(url).searchParams.get('redirect') ?? '';
      for (const query of ['', '?code=x', '?code=x&state=guessed', '?error=refused&state=']) {
        const response = await fetch(`${redirect}${query}`);
        stranger.push(`${response.status} ${await response.text()}`);
      }
      await surf(url);
    });
    expect(stranger).toEqual(['404 ', '404 ', '404 ', '404 ']);
    expect(opened.ok).toBe(true);
    if (opened.ok) await opened.value.connection.dispose();
  });
});

describe('a server without a provider', () => {
  it('offers nothing, and has none of it', async () => {
    const { livekit: _livekit, oidc: _oidc, ...config } = world.config;
    const other = await createServer({ ...config, data: ':memory:', port: 0, livekit: null });
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${other.address}${path}`, init);
      return { status: response.status, body: await response.json() };
    };
    try {
      expect((await ask('/api/server')).body).not.toHaveProperty('browser');
      const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
      const body = JSON.stringify({ code: 'x', verifier: 'v'.repeat(43) });
      expect(await ask('/api/oidc/session', { ...json, body })).toMatchObject(refusal(404, 'notFound'));
      const { pathname, search } = new URL(startOf());
      expect(await ask(`${pathname}${search}`)).toMatchObject(refusal(404, 'notFound'));
    } finally {
      await other.close();
    }
  });
});
