import { describe, expect, it } from 'vitest';
import type { DialectProfile } from '../backends/dialects/profile.ts';
import { readPolicy } from './policy.ts';
import {
  anyServer,
  fixedServer,
  isAllowed,
  isKept,
  serversUnder,
  underPolicy,
  type ServerPolicy,
} from './serverPolicy.ts';

const read = (json: unknown): ServerPolicy => {
  const { servers, problem } = readPolicy('/policy.json', JSON.stringify(json));
  if (problem !== null) throw new Error(problem);
  return servers;
};
const voice = { address: 'voice.example.org/' };
const chat = { dialect: 'webchat', address: 'https://chat.example.org', name: 'Chat', basePath: '/v2' };
const only = read({ servers: [voice, chat], otherServers: 'forbidden' });
const own = (over: Partial<DialectProfile> = {}): DialectProfile =>
  ({
    id: 'own',
    dialect: 'parley',
    address: 'https://voice.example.org',
    login: 'ada',
    name: '',
    ...over,
  }) as DialectProfile;
const ownChat = (over: object = {}): DialectProfile => ({
  id: 'chat',
  dialect: 'webchat',
  address: 'https://chat.example.org',
  login: 'ada',
  name: 'Mine',
  basePath: '',
  bearer: { kind: 'pasted' },
  displayName: 'Ada',
  channels: [{ room: 'lounge', name: '' }],
  ...over,
});
const elsewhere = own({ address: 'https://elsewhere.example.org' });

it('an entry is an address, and of other kinds what is not usual', () => {
  expect(only.fixed).toEqual([
    { id: 'fixed', dialect: 'parley', address: 'https://voice.example.org', login: '', name: '' },
    { ...ownChat({ id: 'fixed', login: '', name: 'Chat', displayName: '', channels: [], basePath: '/v2' }) },
  ]);
});

describe('only these', () => {
  it.each<[DialectProfile, boolean]>([
    [own(), true],
    [own({ address: 'https://voice.example.org/' }), true],
    [own({ address: 'HTTPS://VOICE.example.org' }), true],
    [own({ address: 'https://voice.example.org:8443' }), false],
    [own({ address: 'http://voice.example.org' }), false],
    [own({ address: 'https://voice.example.org/other' }), false],
    [ownChat(), true],
    // The same host as another kind of server is another server.
    [ownChat({ address: 'https://voice.example.org' }), false],
    [elsewhere, false],
    [own({ address: 'no address' }), false],
  ])('%j: %s', (profile, allowed) => {
    expect(isAllowed(only, profile)).toBe(allowed);
    expect(isAllowed({ ...only, othersForbidden: false }, profile)).toBe(true);
    expect(isAllowed(anyServer, profile)).toBe(true);
  });
});

it('what an entry says counts in the place of what was typed; the person\u2019s own stays', () => {
  const typed = ownChat({ basePath: '/elsewhere', bearer: { kind: 'browser' } as never, transport: 'tcp' });
  expect(underPolicy(only, typed)).toEqual(ownChat({ basePath: '/v2', transport: 'tcp' }));
  expect(underPolicy(only, elsewhere)).toBe(elsewhere);
});

describe('the list', () => {
  let ids = 0;
  const newId = () => `new-${(ids += 1)}`;
  it('gets what is missing, once', () => {
    const first = serversUnder(only, [elsewhere], newId);
    expect(first.map(({ id, address }) => [id, address])).toEqual([
      ['own', elsewhere.address],
      ['new-1', 'https://voice.example.org'],
      ['new-2', 'https://chat.example.org'],
    ]);
    expect(serversUnder(only, first, newId)).toEqual(first);
    expect(serversUnder(anyServer, first, newId)).toEqual(first);
  });

  it('keeps the last account of an entry, and lets a second one and others go', () => {
    const servers = [own(), own({ id: 'second', login: 'bo' }), ownChat(), elsewhere];
    expect(servers.map((profile) => isKept(only, servers, profile))).toEqual([false, false, true, false]);
    expect(isKept(only, [own()], own())).toBe(true);
    expect(fixedServer(only, own())).toBe(only.fixed[0]);
  });
});
