import { requestNames, signalNames } from '@parley/shared/ipc/channels';
import { ParleyFailure } from '@parley/shared/errors';
import { idleSummary } from '@parley/shared/ipc/callSummary';
import { defaultSettings } from '@parley/shared/settings/settings';
import { describe, expect, it, vi } from 'vitest';
import { isOwnPage } from '../security/origin.ts';
import type { Log } from '../services/log/log.ts';
import { registerIpc, type RequestHandlers, type SignalHandlers } from './registerIpc.ts';
import { createSenderGuard, type Sender } from './senderGuard.ts';

const log: Log = { info() {}, warn() {}, error() {}, background() {} };
const page = 'app://parley/index.html';
const good: Sender = { senderFrame: { url: page, parent: null }, sender: { id: 1 } };

const badSenders: readonly (readonly [string, Sender])[] = [
  ['no frame', { ...good, senderFrame: null }],
  ['a detached frame', { ...good, senderFrame: { url: page, parent: null, detached: true } }],
  ['a subframe', { ...good, senderFrame: { url: page, parent: {} } }],
  ['a window that is not ours', { ...good, sender: { id: 2 } }],
  ['another host', { ...good, senderFrame: { url: 'app://evil/index.html', parent: null } }],
  ['another scheme', { ...good, senderFrame: { url: 'https://parley/index.html', parent: null } }],
  ['a blank page', { ...good, senderFrame: { url: 'about:blank', parent: null } }],
  ['an empty address', { ...good, senderFrame: { url: '', parent: null } }],
];

const profile = { id: 'a', dialect: 'parley', address: 'x', login: 'ada', name: '' };

const act = { kind: 'mute', channelId: 'lobby', accountId: 'bo', reason: 'Too loud', seconds: 600 };

const iceProbe = {
  username: 'them:us',
  password: 'pw',
  udp: [{ host: '203.0.113.7', port: 7882 }],
  tcp: [{ host: '2001:db8::7', port: 7881 }],
};

const goodArguments: { readonly [C in keyof RequestHandlers]: unknown[] } = {
  'app.bootstrap': [],
  'app.quit': [],
  'servers.signIn': [profile, { kind: 'password', login: 'ada', password: 'pw' }],
  'servers.cancel': [],
  'servers.signOut': ['a'],
  'servers.retry': ['a'],
  'servers.save': [profile],
  'servers.remove': ['a'],
  'servers.reorder': [['a', 'b']],
  'servers.show': ['a'],
  'servers.test': [profile, null],
  'servers.offer': [profile],
  'servers.resetPassword': [profile, { code: 'abc', newPassword: 'correct horse' }],
  'doctor.command': [],
  'doctor.begin': [{ kind: 'address', address: 'voice.example.org' }],
  'doctor.step': ['tls'],
  'doctor.names': [['turn.example.org']],
  'doctor.tickets': [],
  'doctor.fault': ['a', 'wss://voice.example.org'],
  'doctor.skip': [],
  'channels.join': ['a', 'lobby'],
  'channels.tellDeafened': ['a', 'lobby', true],
  'call.probe': [iceProbe],
  'channels.createRoom': ['a', 'main/lobby', { maxParticipants: 10, emptyTimeout: 300 }],
  'moderation.act': ['a', act],
  'moderation.restrictions': ['a', null],
  'account.rename': ['a', 'Ada'],
  'account.changePassword': ['a', { password: 'pw', newPassword: 'correct horse' }],
  'account.sessions': ['a'],
  'account.endSession': ['a', 'session'],
  'account.export': ['a'],
  'account.delete': ['a', 'pw'],
  'invitations.list': ['a'],
  'invitations.create': ['a', { uses: 1, seconds: 3600, roleId: null }],
  'invitations.revoke': ['a', 'invitation'],
  'guestLinks.list': ['a', 'lobby'],
  'guestLinks.create': ['a', 'lobby', { uses: 1, seconds: 3600 }],
  'guestLinks.revoke': ['a', 'lobby', 'link'],
  'proxies.answer': [1, { name: 'ada', password: 'pw' }],
  'proxies.forget': [{ host: 'proxy.example.org', port: 3128, realm: 'Office' }],
  'settings.update': [{ theme: 'dark' }],
  'hotkeys.record': [],
  'hotkeys.cancelRecord': [],
  'hotkeys.retry': [],
  'devices.request': ['audioinput', { deviceId: 'a', groupId: 'b', label: 'c' }],
  'devices.answerMoved': ['restore'],
  'screens.list': [],
  'screens.choose': ['screen:0:0'],
  'links.open': ['https://example.org'],
};

const badArguments: { readonly [C in keyof RequestHandlers]: readonly unknown[][] } = {
  'app.bootstrap': [[1]],
  'app.quit': [[0]],
  'servers.signIn': [
    [],
    [profile],
    [profile, { kind: 'password', login: 'ada' }],
    [profile, { kind: 'password', login: 'ada', password: 1 }],
    [profile, { kind: 'browser', extra: 1 }],
    [profile, { kind: 'bearer', bearer: 'x'.repeat(16_385) }],
    [profile, { kind: 'invitation', invitation: 'abc', login: 'ada', name: 'Ada', password: 'short' }],
    [profile, { kind: 'invitation', invitation: 'abc', login: 'ada', name: ' ', password: 'correct horse' }],
    [{ ...profile, extra: 1 }, { kind: 'browser' }],
    [{ ...profile, dialect: 'telnet' }, { kind: 'browser' }],
    ['x', 'y', 'z'],
  ],
  'servers.cancel': [['a']],
  'servers.signOut': [[], [null], ['A B']],
  'servers.retry': [[{}], ['']],
  'servers.save': [[], [{ ...profile, id: '../x' }], [{ ...profile, address: 1 }]],
  'servers.remove': [[], [['a']]],
  'servers.reorder': [[], ['a'], [Array.from({ length: 65 }, () => 'a')]],
  'servers.show': [[], [null]],
  'servers.test': [[profile], [profile, 'pw'], [null, null]],
  'servers.offer': [[], [{ ...profile, address: 7 }], [profile, 'x']],
  'servers.resetPassword': [
    [profile],
    [profile, { code: '', newPassword: 'correct horse' }],
    [profile, { code: 'abc', newPassword: 'short' }],
    [profile, { code: 'abc', newPassword: 'correct horse', more: 1 }],
  ],
  'doctor.command': [['a']],
  'doctor.begin': [[], ['a'], [{ kind: 'server', server: '../x' }], [{ kind: 'address', address: 'x'.repeat(2049) }]],
  'doctor.step': [[], ['udp'], ['rm'], [1]],
  'doctor.names': [[], ['a'], [['']], [Array.from({ length: 17 }, () => 'a')]],
  'doctor.tickets': [['a']],
  'doctor.fault': [[], ['a'], ['../x', null], ['a', 'https://voice.example.org'], ['a', 'ws://'], [1, null]],
  'doctor.skip': [[null]],
  'channels.join': [[], ['a'], ['a', ''], ['a', 1], ['a', 'b', 'c'], ['a', 'x'.repeat(257)]],
  'channels.tellDeafened': [[], ['a', 'b'], ['a', '', true], ['a', 'b', 'yes'], ['../x', 'b', true]],
  'call.probe': [
    [],
    [{ ...iceProbe, username: '' }],
    [{ ...iceProbe, more: 1 }],
    [{ ...iceProbe, udp: [{ host: 'example.org', port: 1 }] }],
    [{ ...iceProbe, tcp: [{ host: '127.0.0.1', port: 0 }] }],
    [{ ...iceProbe, udp: Array.from({ length: 9 }, () => ({ host: '127.0.0.1', port: 1 })) }],
  ],
  'channels.createRoom': [
    ['a', 'b'],
    ['a', 'b', { maxParticipants: -1, emptyTimeout: 1 }],
    ['a', 'b', { maxParticipants: 1.5, emptyTimeout: 1 }],
    ['a', 'b', { maxParticipants: 1, emptyTimeout: 1, more: 1 }],
  ],
  'moderation.act': [
    ['a'],
    [act],
    ['A B', act],
    ['a', { ...act, kind: 'shout' }],
    ['a', { ...act, more: 1 }],
    ['a', { ...act, reason: '  ' }],
    ['a', { ...act, reason: 'x'.repeat(513) }],
    ['a', { ...act, seconds: 0 }],
    ['a', { ...act, seconds: 1.5 }],
    ['a', { ...act, channelId: '' }],
    ['a', { ...act, accountId: 1 }],
    // Only mutes and bans hold everywhere.
    ['a', { kind: 'kick', channelId: null, accountId: 'bo', reason: 'x' }],
    ['a', { kind: 'close', channelId: 'lobby', reason: 'x', accountId: 'bo' }],
    ['a', { kind: 'move', channelId: 'lobby', accountId: 'bo', reason: '' }],
  ],
  'moderation.restrictions': [['a'], ['a', ''], ['a', 1], ['a', 'b', 'c']],
  'account.rename': [['a'], ['a', ' '], ['a', '\u200B'], ['a', 'x'.repeat(257)], ['a', { name: 'Ada' }]],
  'account.changePassword': [
    ['a', 'pw'],
    ['a', { password: 'pw', newPassword: 'short' }],
    ['a', { password: '', newPassword: 'correct horse' }],
  ],
  'account.sessions': [[], ['a', 'b']],
  'account.endSession': [['a'], ['a', ''], ['a', 'x'.repeat(257)]],
  'account.export': [[], ['a', '/etc/passwd']],
  'account.delete': [['a'], ['a', ''], ['a', { password: 'pw' }]],
  'invitations.list': [[], [null]],
  'invitations.create': [
    ['a'],
    ['a', { uses: 0, seconds: 3600, roleId: null }],
    ['a', { uses: 1, seconds: 1, roleId: null }],
    ['a', { uses: 1, seconds: 3600, roleId: null, more: 1 }],
  ],
  'invitations.revoke': [['a'], ['a', '']],
  'guestLinks.list': [['a'], ['a', '']],
  'guestLinks.create': [
    ['a', 'lobby'],
    ['a', 'lobby', { uses: 0, seconds: 3600 }],
    ['a', 'lobby', { uses: 1, seconds: 31 * 86_400 }],
    ['a', 'lobby', { uses: 1, seconds: 3600, more: 1 }],
  ],
  'guestLinks.revoke': [
    ['a', 'lobby'],
    ['a', 'lobby', ''],
  ],
  'proxies.answer': [
    [1],
    ['1', null],
    [1, { name: '', password: 'pw' }],
    [1, { name: 'a:b', password: 'pw' }],
    [1, { name: 'ada', password: 'p\nw' }],
    [1, { name: 'ada', password: 'pw', more: 1 }],
  ],
  'proxies.forget': [[], ['x'], [{ host: '', port: 1, realm: '' }], [{ host: 'a', port: 0, realm: '' }]],
  'settings.update': [
    [],
    [{ theme: 'neon' }],
    [{ servers: [] }],
    [{ activeServer: 'x' }],
    [{ device: 'x' }],
    [{ unknown: 1 }],
    [[]],
    [defaultSettings],
  ],
  'hotkeys.record': [[{ kind: 'key', code: 'F1' }]],
  'hotkeys.cancelRecord': [[0]],
  'hotkeys.retry': [[true]],
  'devices.request': [['videoinput', null], ['audioinput'], ['audioinput', { deviceId: 'a' }], ['audioinput', 'a']],
  'devices.answerMoved': [[], [40], ['restore', 40]],
  'screens.list': [['thumbnails']],
  'screens.choose': [[], [1], ['x'.repeat(513)]],
  'links.open': [[], [1], ['x'.repeat(5000)]],
};

function setUp(overrides: Partial<RequestHandlers> = {}) {
  const handle = new Map<string, (event: Sender, ...args: unknown[]) => unknown>();
  const listen = new Map<string, (event: Sender, ...args: unknown[]) => void>();
  const called = vi.fn<(name: string, ...args: unknown[]) => void>();
  const requests = Object.fromEntries(
    requestNames.map((name) => [name, (...args: unknown[]) => Promise.resolve(called(name, ...args))]),
  ) as unknown as RequestHandlers;
  const signals = Object.fromEntries(
    signalNames.map((name) => [name, (payload: unknown) => called(name, payload)]),
  ) as unknown as SignalHandlers;
  const registration = registerIpc({
    ipc: {
      handle: (channel, handler) => void handle.set(channel, handler),
      removeHandler: (channel) => void handle.delete(channel),
      on: (channel, listener) => void listen.set(channel, listener),
      removeAllListeners: (channel) => void listen.delete(channel),
    },
    guard: createSenderGuard({ isOwnPage, isOwnContents: (id) => id === 1 }),
    log,
    requests: { ...requests, ...overrides },
    signals,
  });
  return { handle, listen, called, registration };
}

describe('registerIpc', () => {
  it('registers every request and signal of the contract, and takes them back', () => {
    const { handle, listen, registration } = setUp();
    expect([...handle.keys()]).toEqual([...requestNames]);
    expect([...listen.keys()]).toEqual([...signalNames]);
    void registration.dispose();
    expect(handle.size + listen.size).toBe(0);
  });

  describe.each(requestNames)('%s', (name) => {
    it('answers our page', async () => {
      const { handle, called } = setUp();
      expect(await handle.get(name)?.(good, ...goodArguments[name])).toMatchObject({ ok: true });
      expect(called).toHaveBeenCalledOnce();
    });

    it.each(badSenders)('refuses %s', async (_, sender) => {
      const { handle, called } = setUp();
      const answer = await handle.get(name)?.(sender, ...goodArguments[name]);
      expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
      expect(called).not.toHaveBeenCalled();
    });

    it('refuses bad arguments', async () => {
      const { handle, called } = setUp();
      for (const args of badArguments[name]) {
        expect(await handle.get(name)?.(good, ...args)).toMatchObject({ ok: false, error: { code: 'invalid' } });
      }
      expect(called).not.toHaveBeenCalled();
    });
  });

  it('lets a known failure through and hides an unknown one', async () => {
    const known = setUp({
      'channels.join': () =>
        Promise.reject(new ParleyFailure({ code: 'notFound', reason: 'channelNotFound', message: 'gone' })),
      'servers.retry': () => Promise.reject(new Error('secret detail at /home/ada')),
    });
    expect(await known.handle.get('channels.join')?.(good, 'a', 'x')).toEqual({
      ok: false,
      error: { code: 'notFound', reason: 'channelNotFound', message: 'gone' },
    });
    const hidden = await known.handle.get('servers.retry')?.(good, 'a');
    expect(hidden).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(hidden)).not.toContain('secret');
  });

  it('takes signals of our page only, with the right payload only', () => {
    const { listen, called } = setUp();
    for (const [, sender] of badSenders) listen.get('call.summary')?.(sender, idleSummary);
    listen.get('call.summary')?.(good, { ...idleSummary, phase: 'flying' });
    listen.get('call.summary')?.(good, idleSummary, 'more');
    listen.get('devices.present')?.(good, [{ kind: 'videoinput' }]);
    listen.get('app.ready')?.(good);
    expect(called).not.toHaveBeenCalled();
    listen.get('call.summary')?.(good, idleSummary);
    expect(called).toHaveBeenCalledExactlyOnceWith('call.summary', idleSummary);
  });
});
