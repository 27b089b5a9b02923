import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createParleyClient } from './parleyClient.ts';

// Servers of another version do not exist yet: a plain one that answers as they would.
let server: Server | undefined;
afterEach(() => void server?.close());

async function startServer(status: number, answer: object) {
  const versions: unknown[] = [];
  server = createServer((request, response) => {
    versions.push(request.headers['parley-api-version']);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { client: createParleyClient(`http://127.0.0.1:${port}`, fetch), versions };
}

const mismatch = { ok: false, error: { code: 'unavailable', reason: 'versionMismatch' } };

it('does not sign in to a server that says it speaks another version', async () => {
  const about = { product: 'parley', name: 'Newer', version: '9.0.0', apiVersion: 2 };
  const { client } = await startServer(200, about);
  expect(await client.info()).toMatchObject({
    ...mismatch,
    error: { message: 'The server speaks version 2 of the protocol, this program version 1.' },
  });
});

it('says its own version with each request, and understands a server that refuses it', async () => {
  const { client, versions } = await startServer(400, { error: { code: 'versionMismatch', message: 'Another one.' } });
  expect(await client.signIn('ada', 'pw-ada', 'Parley')).toMatchObject(mismatch);
  expect(await client.refresh('x')).toMatchObject(mismatch);
  expect(await client.as('x').join('c', 'desk', false)).toMatchObject(mismatch);
  expect(versions).toEqual(['1', '1', '1']);
});
