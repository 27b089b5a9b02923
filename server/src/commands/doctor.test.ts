import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { decideClocks, decideMigrations, planDoctor } from './doctor.ts';

const omitted = (environment: Record<string, string>) =>
  planDoctor(readConfig(environment)).flatMap(({ name, omitted: why }) => (why === null ? [] : [name]));
const livekit = { LIVEKIT_URL: 'ws://lk', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 'x'.repeat(32) };
const turn = { TURN_SECRET: 'x'.repeat(16), TURN_URLS: 'turn:a:3478, turns:b?transport=tcp' };
const oidc = { OIDC_ISSUER: 'https://sso', OIDC_CLIENT_ID: 'p', PARLEY_PUBLIC_URL: 'https://voice' };
const postgres = { DATABASE_URL: 'postgresql://localhost/parley', PARLEY_SIGNING_SECRET: 'x'.repeat(32) };

describe('planDoctor', () => {
  it.each([
    [{}, ['livekit', 'key', 'clocks', 'webhook', 'provider', 'turn']],
    [livekit, ['provider', 'turn']],
    [{ ...livekit, ...turn }, ['provider']],
    [{ ...livekit, ...turn, ...oidc }, []],
    [{ ...livekit, ...postgres }, ['folder', 'provider', 'turn']],
    [{ ...livekit, TURN_SECRET: turn.TURN_SECRET }, ['provider', 'turn']],
  ])('leaves out what is not there: %j', (environment, steps) => expect(omitted(environment)).toEqual(steps));

  it('has each step after what it needs, also where the configuration cannot be read', () => {
    const names = planDoctor(null).map(({ name }) => name);
    planDoctor(null).forEach(({ needs }, index) => {
      for (const need of needs) expect(names.indexOf(need)).toBeLessThan(index);
    });
  });
});

it.each([
  [[], 'ok', ''],
  [[{ name: 'LiveKit', ahead: 400 }], 'ok', 'LiveKit has the same time'],
  [[{ name: 'LiveKit', ahead: -29_000 }], 'ok', 'LiveKit is 29 s behind'],
  [
    [
      { name: 'PostgreSQL', ahead: 0 },
      { name: 'LiveKit', ahead: 60_000 },
    ],
    'failed',
    'PostgreSQL has the same time, LiveKit is 60 s ahead: set the clocks, by NTP',
  ],
])('clocks %j', (clocks, verdict, detail) => expect(decideClocks(clocks)).toEqual({ verdict, detail }));

it.each([
  [{ applied: null, missing: 4 }, 'ok', /new database/],
  [{ applied: 40, missing: 0 }, 'ok', /Up to date/],
  [{ applied: 20, missing: 2 }, 'failed', /^2 to be done: parley-server migrate/],
  [{ applied: 50, missing: 0 }, 'failed', /newer server/],
])('migrations %j', (state, verdict, detail) =>
  expect(decideMigrations({ ...state, now: 0 }, 40)).toEqual({
    verdict,
    detail: expect.stringMatching(detail) as string,
  }),
);
