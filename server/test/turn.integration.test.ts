import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allocate } from '../src/turn/allocate.ts';
import { turnCredentials } from '../src/turn/credentials.ts';
import { startCoturn, type Coturn } from './coturn.ts';
import { createWorld } from './world.ts';

let coturn: Coturn;
const secret = 'the secret of a TURN server';
const credentials = (at = Date.now(), of = secret) => {
  const urls = [`turn:127.0.0.1:${coturn.port}?transport=udp`, `turn:127.0.0.1:${coturn.port}?transport=tcp`];
  return turnCredentials({ secret: of, urls, ttl: 600 }, 'ada', at);
};
const asked = ({ urls, username, credential }: ReturnType<typeof credentials>) =>
  Promise.all(urls.map((url) => allocate(url, username, credential)));

beforeAll(async () => {
  coturn = await startCoturn(secret);
});
afterAll(() => coturn?.stop());

describe('credentials for TURN', () => {
  it('get a relay from a real coturn, over UDP and over TCP', async () => {
    const relay = expect.stringMatching(/^127\.0\.0\.1:9[56]\d\d$/) as string;
    expect(await asked(credentials())).toEqual([
      { verdict: 'allocated', relay },
      { verdict: 'allocated', relay },
    ]);
  });

  it('carry packets, as coturn\u2019s own client finds', () => {
    const { username, credential } = credentials();
    const peer = ['-y', '-n', '5', '-m', '1', '-c'];
    const run = spawnSync(
      'turnutils_uclient',
      [...peer, '-u', username, '-w', credential, '-p', String(coturn.port), '-L', '127.0.0.1', '127.0.0.1'],
      { encoding: 'utf8', timeout: 30_000 },
    );
    expect(`${run.stdout}${run.stderr}`).toMatch(/Total lost packets 0 /);
  });

  it('are refused once they have expired', async () => {
    const refused = { verdict: 'refused', code: 401 };
    expect(await asked(credentials(Date.now() - 601_000))).toEqual([refused, refused]);
    expect((await asked(credentials(Date.now() - 540_000)))[0]).toMatchObject({ verdict: 'allocated' });
  });

  it('are refused when they are forged: another secret, a later time, another person', async () => {
    const good = credentials();
    const [time = '', person] = good.username.split(':');
    const forged = [
      credentials(Date.now(), 'another secret than that one'),
      { ...good, username: `${Number(time) + 3600}:${person}` },
      { ...good, username: `${time}:root` },
      { ...good, credential: '' },
    ];
    for (const one of forged) {
      for (const answer of await asked(one)) expect(answer).toEqual({ verdict: 'refused', code: 401 });
    }
  });

  it('get no answer where there is no TURN server', async () => {
    const { username, credential } = credentials();
    expect(await allocate('turn:127.0.0.1:1?transport=tcp', username, credential)).toEqual({ verdict: 'silent' });
    expect(await allocate('turn:127.0.0.1:9?transport=udp', username, credential)).toEqual({ verdict: 'silent' });
    expect(await allocate('stun:127.0.0.1', username, credential)).toEqual({ verdict: 'silent' });
  });

  it('come with the token of INSPIRE-LAB, for the account that asks', async () => {
    const { urls } = credentials();
    const world = await createWorld(
      {
        accounts: [{ login: 'ada', name: 'Ada', password: 'pw-ada' }],
        channels: [{ name: 'Lobby', kind: 'voice' }],
      },
      { turn: { secret, urls, ttl: 600 } },
    );
    try {
      const { accessToken, account } = await world.signIn();
      const { status, body } = await world.call('POST', '/api/livekit/token', accessToken, { roomName: 'Lobby' });
      expect(status).toBe(200);
      const [given] = (body as { iceServers: ReturnType<typeof credentials>[] }).iceServers;
      expect(given?.username).toMatch(new RegExp(`^\\d+:${account.id}$`));
      expect((await asked({ urls, username: '', credential: '', ttl: 0, ...given }))[0]?.verdict).toBe('allocated');
    } finally {
      await world.close();
    }
  });
});
