import { Agent, request } from 'node:http';
import { once } from 'node:events';
import WebSocket from 'ws';

/** POSTs `count` times over connections that are kept, `lanes` at once; each must be answered with 200. Time in ms. */
export async function post(url: string, token: string, count: number, lanes: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': 2 };
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`)),
        );
      });
      sent.on('error', reject);
      sent.end('{}');
    });
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: lanes }, lane));
  agent.destroy();
  return performance.now() - started;
}

/** Programs that are connected and hear events. */
export interface Crowd {
  /** Time of day at which each heard of the occupants, once all did, since the last call. */
  heard(): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** One connection for each token; resolves when each has its snapshot. */
export async function connectCrowd(address: string, tokens: readonly string[]): Promise<Crowd> {
  let times: number[] = [];
  let all = Promise.withResolvers<readonly number[]>();
  const sockets = await Promise.all(
    tokens.map(async (accessToken) => {
      const socket = new WebSocket(`${address.replace('http', 'ws')}/api/events`);
      await once(socket, 'open');
      const greeted = Promise.withResolvers<void>();
      socket.on('message', (data: Buffer) => {
        // Only the beginning: to parse a thousand of them would be measured as well.
        const start = data.subarray(0, 24).toString();
        if (start.startsWith('{"type":"snapshot"')) greeted.resolve();
        if (!start.startsWith('{"type":"occupants"')) return;
        times.push(Date.now());
        if (times.length === tokens.length) all.resolve(times);
      });
      socket.send(JSON.stringify({ type: 'authenticate', accessToken }));
      await greeted.promise;
      return socket;
    }),
  );
  return {
    async heard() {
      const heard = await all.promise;
      times = [];
      all = Promise.withResolvers();
      return heard;
    },
    async close() {
      await Promise.all(
        sockets.map((socket) => {
          socket.close();
          return once(socket, 'close');
        }),
      );
    },
  };
}
