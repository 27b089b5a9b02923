// The process that is measured: Parley server, and beside it a Fastify that only parses and answers. The load comes from
// the parent, so that its work does not count.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { AccessToken, WebhookEvent } from 'livekit-server-sdk';
import type { Config } from '../../server/src/config.ts';
import { createServer, type ParleyServer } from '../../server/src/createServer.ts';
import { openDatabase } from '../../server/src/database/openDatabase.ts';
import { accounts, channels } from '../../server/src/database/schema.ts';
import { serve } from './messages.ts';
import { createProfiler } from './profile.ts';

const profiler = createProfiler();
let server: ParleyServer;
let config: Config;

const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const timed = async (work: () => unknown): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};
const jwt = (): Promise<string> => {
  const { apiKey, apiSecret } = config.livekit ?? { apiKey: '', apiSecret: '' };
  const token = new AccessToken(apiKey, apiSecret, { identity: randomUUID(), name: 'Somebody', ttl: 600 });
  token.addGrant({ room: randomUUID(), roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
  return token.toJwt();
};
const firstChannel = (): string => server.services.directory.channels()[0]?.id ?? '';

/** As many channels and users. */
async function fill(data: string, size: number): Promise<void> {
  const { database, close } = await openDatabase(data);
  for (let first = 0; first < size; first += 1_000) {
    const numbers = Array.from({ length: Math.min(1_000, size - first) }, (_, index) => first + index);
    const people = numbers.map((n) => ({
      id: randomUUID(),
      login: `u${n}`,
      name: `User ${n}`,
      passwordHash: '',
      createdAt: 0,
    }));
    await database.insert(accounts).values(people);
    const rooms = numbers.map((n) => ({ id: randomUUID(), name: `Channel ${n}`, kind: 'voice' as const, position: n }));
    await database.insert(channels).values(rooms);
  }
  await close();
}

serve({
  async start({ data, size, livekit: { url, httpUrl, apiKey, apiSecret } }) {
    config = {
      data,
      host: '127.0.0.1',
      port: 0,
      name: 'Bench',
      seedFile: null,
      reconcileInterval: 3_600_000,
      signInLimit: 1_000,
      requestLimit: 1_000_000_000,
      ticketLimit: 1_000_000_000,
      livekit: { url, apiUrl: httpUrl, apiKey, apiSecret },
    };
    await fill(data, size);
    server = await createServer(config);
    const bare = fastify();
    const answer = {
      url,
      token: await jwt(),
      room: randomUUID(),
      identity: randomUUID(),
      expiresAt: 1,
      expiresIn: 600,
    };
    bare.post('/api/channels/:id/join', async () => answer);
    return { parley: server.address, floor: await bare.listen({ host: '127.0.0.1', port: 0 }) };
  },
  async sessions(count) {
    const people = await server.services.accounts.list();
    const tokens: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const { id } = people[index % people.length] ?? { id: '' };
      tokens.push((await server.services.sessions.begin(id, 'bench')).accessToken);
    }
    return tokens;
  },
  channelId: async () => firstChannel(),
  processor: async () => processor(),
  profileBegin: profiler.start,
  profileEnd: profiler.stop,
  async memory() {
    for (let pass = 0; pass < 3; pass += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, resident: rss };
  },
  async toJwt(count) {
    for (let warm = 0; warm < 500; warm += 1) await jwt();
    const before = processor();
    for (let index = 0; index < count; index += 1) await jwt();
    return (processor() - before) / count;
  },
  async presence(present) {
    const at = Date.now();
    const event = present ? 'participant_joined' : 'participant_left';
    const participant = { identity: 'bot', sid: 'PA_1', name: 'A bot', joinedAt: '1' };
    server.services.occupants.hear(WebhookEvent.fromJson({ event, room: { name: firstChannel() }, participant }));
    return at;
  },
  async directory() {
    const { directory, view } = server.services;
    const [someone] = await server.services.accounts.list();
    const reload = await timed(() => directory.reload());
    let text = '';
    const snapshot = await timed(() => (text = JSON.stringify(view.channels(someone?.id ?? ''))));
    return { reload, snapshot, snapshotBytes: text.length };
  },
  async changed() {
    const id = firstChannel();
    await server.services.channels.update(id, { topic: randomUUID() });
    return timed(() => server.services.rights.changed(id));
  },
});
