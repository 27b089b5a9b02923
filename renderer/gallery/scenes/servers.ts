import { savedChannels } from '@parley/shared/backends/dialects/savedChannels';
import type { Dialect, DialectProfile, ProfileOf } from '@parley/shared/backends/dialects/profile';
import type { ServerTestStep } from '@parley/shared/doctor/serverTest';
import type { ErrorReason } from '@parley/shared/errors';
import type { ServerTestReport, SessionView } from '@parley/shared/ipc/contract';
import { emptyDraft, parleySignIn, type Draft } from '../../features/servers/profileDraft.ts';
import { exampleServer } from '../doubles/desktop.ts';
import { error, hostileNames, signedIn } from '../fixtures.ts';
import type { Hand } from '../hand.ts';
import { together, type Scene, type Setup } from '../scene.ts';

const account = (name: string): SessionView => ({
  kind: 'signedIn',
  serverName: name,
  account: { id: 'ada', login: 'ada', name: 'Ada Lindqvist', administrator: false },
  vault: { kind: 'vault' },
});

const space: ProfileOf<'artist-space'> = {
  id: 'space',
  dialect: 'artist-space',
  address: 'https://space.example.org',
  login: 'ada@example.org',
  name: 'Space of artists',
  displayName: 'Ada',
  basePath: '/api',
  encrypted: false,
  bearer: {
    kind: 'request',
    url: '/api/session',
    fields: [
      { name: 'login', from: 'login' },
      { name: 'password', from: 'password' },
      { name: 'device', from: 'text', text: 'desktop' },
    ],
    answer: {
      token: 'accessToken',
      refreshToken: 'refreshToken',
      expiry: { path: 'expiresAt', unit: 'epochMilliseconds' },
    },
    refresh: { url: '/api/session/refresh', fields: [{ name: 'refreshToken', from: 'refreshToken' }] },
  },
  channels: [
    { room: 'studio', name: 'Studio', instance: 'main' },
    { room: 'rehearsal-room-on-the-second-floor', name: '', instance: 'meet' },
    { room: 'lounge', name: 'Lounge', instance: 'chat' },
  ],
};
const kraken: ProfileOf<'kraken'> = {
  id: 'kraken',
  dialect: 'kraken',
  address: 'https://kraken.example.org',
  login: '',
  name: 'Kraken at work',
  displayName: '',
  basePath: '/api',
  bearer: { kind: 'pasted' },
  channels: [
    { room: 'general', name: 'General' },
    { room: '6f1c2a3e-77aa-4b0e-9d51-0d6a8a1f0c55', name: '' },
  ],
};

/** The administrator has these servers, and no others are allowed. */
const fixing = (...fixed: readonly DialectProfile[]): Setup => ({
  desktop: {
    policy: {
      file: '/etc/parley/policy.json',
      udpForbidden: false,
      authorityFile: null,
      servers: { fixed, othersForbidden: true },
      problem: null,
    },
  },
});

/** One server that is shown, with a session; nothing else. */
const shown = (profile: DialectProfile, session: SessionView = account(profile.name || profile.address)): Setup => ({
  desktop: {
    settings: { servers: [profile], activeServer: profile.id },
    session,
    channels: { link: 'live', channels: 'channels' in profile ? savedChannels(profile) : [], error: null },
  },
});
const signedOut = (reason: ErrorReason | null = null): SessionView => ({
  kind: 'signedOut',
  error: reason === null ? null : error(reason),
});

const form = (draft: Partial<Draft>, ...more: readonly Setup[]): Setup =>
  together({ view: { page: 'server', server: null, draft: { ...emptyDraft, ...draft } } }, ...more);
const edit = (profile: DialectProfile, ...more: readonly Setup[]): Setup =>
  together(shown(profile), { view: { page: 'server', server: profile.id } }, ...more);

const request: Draft['bearer'] = { ...emptyDraft.bearer, ...parleySignIn };
const filled: Partial<Draft> = { address: 'voice.example.org', login: 'ada' };
const foreign: Partial<Draft> = { dialect: 'webchat', address: 'chat.example.org' };

const report = (name: ServerTestStep, ms: number, finding: 'skipped' | ErrorReason | null = null): ServerTestReport => {
  if (finding === 'skipped') return { name, ms: 0, verdict: 'skipped', detail: 'Needs the step "signIn".' };
  if (finding === null) return { name, ms, verdict: 'ok', detail: `${name} at voice.example.org` };
  return { name, ms, verdict: 'failed', reason: finding, detail: `POST https://voice.example.org/api answered 401` };
};
const works: readonly ServerTestReport[] = [
  report('address', 12),
  report('tls', 38),
  report('http', 44),
  report('signIn', 231),
  report('ticket', 29),
  report('livekit', 81),
];
const stops = (at: number, reason: ErrorReason): readonly ServerTestReport[] =>
  works.map(({ name, ms }, index) => report(name, ms, index === at ? reason : index > at ? 'skipped' : null));

const secret = 'input[type="password"]';
const test = async (hand: Hand): Promise<void> => {
  await hand.type(secret, 'correct horse');
  await hand.press('[data-action="test-server"]');
};
const signIn = async (hand: Hand): Promise<void> => {
  await hand.type(secret, 'correct horse');
  await hand.press('[data-action="sign-in"]');
};
const tested = (id: string, title: string, reports: readonly ServerTestReport[]): Scene => ({
  id: `server-test-${id}`,
  title: `Test of a server: ${title}`,
  setup: () => form(filled, { desktop: { tested: reports } }),
  after: test,
});
const refused = (reason: ErrorReason, draft: Partial<Draft>): Scene => ({
  id: `server-failed-${reason}`,
  title: `A server's form: ${reason}`,
  setup: () => form(draft, { desktop: { fails: { 'servers.signIn': error(reason) } } }),
  after: signIn,
});

const hostile: ProfileOf<'kraken'> = {
  ...kraken,
  name: hostileNames['256 characters'] ?? '',
  address: `https://${'a-very-long-host-name.'.repeat(8)}example.org`,
  channels: Object.values(hostileNames).map((name, index) => ({
    room: name.slice(0, 200) || 'x',
    name: `${name}${index}`.slice(0, 256),
  })),
};

const direct: ProfileOf<'direct'> = {
  id: 'rtc',
  dialect: 'direct',
  address: 'wss://rtc.example.org',
  login: '',
  name: 'Trial',
};
const quiet = { link: 'offline', channels: [], error: null } as const;
const many: Setup = together(signedIn(), {
  desktop: {
    settings: { servers: [exampleServer, space, kraken, direct], activeServer: exampleServer.id },
    others: {
      space: { session: account(space.name), channels: quiet },
      kraken: { session: signedOut('tokenExpired'), channels: quiet },
      rtc: { session: { kind: 'signingIn' }, channels: quiet },
    },
  },
});

export const serverScenes: readonly Scene[] = [
  { id: 'server-new', title: 'A new server', setup: () => together(signedIn(), { view: { page: 'server' } }) },
  ...(['parley', 'webchat', 'kraken', 'token', 'artist-space', 'direct'] satisfies Dialect[]).map((dialect): Scene => ({
    id: `server-new-${dialect}`,
    title: `A new server, nobody signed in: ${dialect}`,
    setup: () => form({ dialect }),
  })),
  {
    id: 'server-more',
    title: 'A new server: what is seldom changed',
    setup: () => form({ ...foreign, dialect: 'artist-space' }),
    after: (hand) => hand.press('[data-action="more"]'),
  },
  {
    id: 'server-browser',
    title: 'A new server: sign-in in the browser',
    setup: () => form({ ...foreign, bearer: { ...emptyDraft.bearer, kind: 'browser' } }),
  },
  {
    id: 'server-request',
    title: 'A new server: a configured sign-in, empty',
    setup: () => form({ ...foreign, bearer: { ...emptyDraft.bearer, kind: 'request' } }),
  },
  {
    id: 'server-request-refresh',
    title: 'A new server: a configured sign-in with renewal',
    setup: () => form({ ...foreign, bearer: { ...emptyDraft.bearer, kind: 'request' } }),
    after: (hand) => hand.press('[data-action="like-parley"]'),
  },
  {
    id: 'server-problems',
    title: 'A new server: everything is missing',
    setup: () => form({ dialect: 'token', channels: [{ key: 0, room: '', name: '', instance: 'main' }] }),
    after: (hand) => hand.press('[data-action="test-server"]'),
  },
  {
    id: 'server-problems-request',
    title: 'A new server: a configured sign-in that cannot be',
    setup: () =>
      form({
        ...foreign,
        address: 'ftp://example.org',
        paths: { ...emptyDraft.paths, webchat: '/a/../b' },
        bearer: {
          ...request,
          url: 'api/session',
          token: 'a b',
          expiryPath: 'a..b',
          fields: [...request.fields, { key: 2, name: 'login', from: 'text', text: '' }],
        },
      }),
    after: (hand) => hand.press('[data-action="test-server"]'),
  },
  {
    id: 'server-problems-secret',
    title: 'A new server: the password is missing',
    setup: () => form(filled),
    after: (hand) => hand.press('[data-action="sign-in"]'),
  },
  { id: 'server-edit', title: 'A server of Artist Space, signed in', setup: () => edit(space) },
  { id: 'server-edit-hostile', title: 'A server of hostile names', setup: () => edit(hostile) },
  {
    id: 'server-ends-session',
    title: 'A server: a change that ends the session',
    setup: () => edit(kraken),
    after: (hand) => hand.type('.field-label input', 'other.example.org'),
  },
  {
    id: 'server-question',
    title: 'A server: removed, really?',
    setup: () => edit(kraken),
    after: (hand) => hand.press('[data-action="remove-server"]'),
  },
  refused('wrongCredentials', filled),
  refused('tokenNotInAnswer', { ...foreign, login: 'ada', bearer: request }),
  refused('notThisServer', foreign),
  {
    id: 'server-waits-for-browser',
    title: 'A server: the browser is waited for',
    setup: () =>
      form(
        {
          ...foreign,
          bearer: {
            ...emptyDraft.bearer,
            kind: 'browser',
            authorizeUrl: 'https://id.example.org/authorize',
            tokenUrl: 'https://id.example.org/token',
            clientId: 'parley',
          },
        },
        { desktop: { fails: { 'servers.signIn': 'pending' } } },
      ),
    after: (hand) => hand.press('[data-action="sign-in"]'),
  },
  {
    id: 'server-test-running',
    title: 'Test of a server: it runs',
    setup: () => form(filled, { desktop: { tested: works.slice(0, 3), fails: { 'servers.test': 'pending' } } }),
    after: test,
  },
  tested('works', 'everything works', works),
  tested('failed', 'wrong password', stops(3, 'wrongCredentials')),
  tested('ticket', 'no credentials for LiveKit', stops(4, 'voiceNotConfigured')),
  {
    id: 'server-test-proofless',
    title: 'Test of a server: nothing to sign in with',
    setup: () =>
      form(filled, {
        desktop: {
          tested: works.map(({ name, ms }, index) =>
            index === 3
              ? { name, ms: 0, verdict: 'failed', detail: 'Sign in, or give what signs in, to test this step.' }
              : report(name, ms, index > 3 ? 'skipped' : null),
          ),
        },
      }),
    after: (hand) => hand.press('[data-action="test-server"]'),
  },
  {
    id: 'server-test-refused',
    title: 'Test of a server: it cannot begin',
    setup: () => form(filled, { desktop: { fails: { 'servers.test': { code: 'internal', message: 'internal' } } } }),
    after: test,
  },
  {
    id: 'server-discarded',
    title: 'A server: closed with changes, which can be had back',
    setup: () => together(signedIn(), { view: { page: 'server' } }),
    async after(hand) {
      await hand.type('.field-label input', 'voice.example.org');
      await hand.press('[data-action="close-server"]');
    },
  },
  {
    id: 'settings-servers-many',
    title: 'Settings: servers of four kinds',
    setup: () => together(many, { view: { page: 'settings', settingsPage: 'servers' } }),
  },
  {
    id: 'settings-servers-fixed',
    title: 'Settings: the administrator names the servers, and one is none of them',
    setup: () => together(many, fixing(space, kraken), { view: { page: 'settings', settingsPage: 'servers' } }),
  },
  {
    id: 'sign-in-fixed',
    title: 'Sign in: at the administrator’s server',
    setup: () => together(shown(exampleServer, signedOut()), fixing(exampleServer)),
  },
  {
    id: 'server-form-fixed',
    title: 'A server of the administrator’s is edited',
    setup: () => together(edit(space), fixing(space)),
  },
  {
    id: 'settings-servers-question',
    title: 'Settings: a server is removed, really?',
    setup: () => together(many, { view: { page: 'settings', settingsPage: 'servers' } }),
    after: (hand) => hand.press('[data-server="space"] [data-action="remove-server"]'),
  },
  {
    id: 'settings-servers-hostile',
    title: 'Settings: a server of a long name',
    setup: () => together(shown(hostile), { view: { page: 'settings', settingsPage: 'servers' } }),
  },
  {
    id: 'settings-servers-none',
    title: 'Settings: no server',
    setup: () => ({ view: { page: 'settings', settingsPage: 'servers' } }),
  },
  { id: 'channels-saved', title: 'Saved channels of three instances', setup: () => shown(space) },
  { id: 'channels-saved-none', title: 'No saved channel yet', setup: () => shown({ ...kraken, channels: [] }) },
  {
    id: 'channels-saved-tooltip',
    title: 'A saved channel with the focus on its removal',
    setup: () => shown(kraken),
    after: (hand) => hand.focus('.channel-remove'),
  },
  {
    id: 'channels-add',
    title: 'A channel is added',
    setup: () => shown(kraken),
    after: (hand) => hand.press('[data-action="add-channel"]'),
  },
  {
    id: 'channels-add-wrong',
    title: 'A channel is added that is there already',
    setup: () => shown(kraken),
    async after(hand) {
      await hand.press('[data-action="add-channel"]');
      await hand.type('.channel-new input', 'general');
      await hand.press('[data-action="save-channel"]');
    },
  },
  {
    id: 'channels-add-limits',
    title: 'A channel whose room is made with limits',
    setup: () => shown({ ...space, channels: [] }),
    async after(hand) {
      await hand.press('[data-action="add-channel"]');
      await hand.press('.channel-new .toggle input');
    },
  },
  {
    id: 'channels-add-failed',
    title: 'A channel whose room cannot be made',
    setup: () =>
      together(shown({ ...space, channels: [] }), {
        desktop: { fails: { 'channels.createRoom': error('subscriptionRequired', 'forbidden') } },
      }),
    async after(hand) {
      await hand.press('[data-action="add-channel"]');
      await hand.type('.channel-new input', 'studio');
      await hand.press('.channel-new .toggle input');
      await hand.press('[data-action="save-channel"]');
    },
  },
  {
    id: 'channels-removed',
    title: 'A saved channel was removed, which can be taken back',
    setup: () => shown(kraken),
    after: (hand) => hand.press('.channel-remove'),
  },
  {
    id: 'call-failed-subscriptionRequired',
    title: 'Not joined: not in the subscription, the chat instead',
    setup: () =>
      together(shown(space), {
        call: {
          state: {
            phase: 'failed',
            channel: { server: space.id, id: 'main/studio', name: 'Studio' },
            error: { ...error('subscriptionRequired', 'forbidden'), instead: 'chat/studio' },
          },
        },
      }),
  },
  { id: 'sign-in-token', title: 'Sign in: with a token', setup: () => shown(kraken, signedOut()) },
  {
    id: 'sign-in-browser',
    title: 'Sign in: in the browser',
    setup: () =>
      shown(
        {
          ...kraken,
          bearer: {
            kind: 'browser',
            authorizeUrl: 'https://id.example.org/authorize',
            tokenUrl: 'https://id.example.org/token',
            clientId: 'parley',
            scope: '',
          },
        },
        signedOut(),
      ),
  },
  { id: 'sign-in-request', title: 'Sign in: by a configured request', setup: () => shown(space, signedOut()) },
  {
    id: 'sign-in-direct',
    title: 'Sign in: at LiveKit itself',
    setup: () => shown(direct, signedOut()),
  },
  {
    id: 'sign-in-tokenExpired',
    title: 'Sign in: the token has expired',
    setup: () => shown(kraken, signedOut('tokenExpired')),
  },
];
