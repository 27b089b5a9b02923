import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { turnCredentials } from '../../server/src/turn/credentials.ts';
import { createOwnNetwork, type OwnNetwork } from '../fixtures/ownNetwork.ts';
import { install, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
let network: OwnNetwork;

beforeAll(() => {
  // In a user namespace there is nobody but root.
  installation = install({ 'turn-user': 'root' });
});
afterAll(() => installation.remove());
beforeEach(async () => {
  network = await createOwnNetwork();
});
afterEach(() => network.stop());

const start = (stack: string) => {
  const own = ['--pidfile', '/dev/null', '--userdb', join(installation.certs, 'users')];
  return network.start('turnserver', ['-c', installation.path(stack, 'turnserver.conf'), ...own]);
};

const standard = [3478, 5349].map((port) => `tcp 203.0.113.7:${port}`).concat('udp 203.0.113.7:3478');
const relay = ['tcp 203.0.113.7:5349'];

it.each([
  ['standard', standard],
  ['scale', standard],
  ['all-tcp/relay', relay],
])('coturn loads %s, and listens on nothing else', async (stack, listens) => {
  const program = start(stack);
  await network.untilListening(...listens);
  expect(network.sockets().toSorted()).toEqual(listens.toSorted());
  expect(program.said()).not.toMatch(/bad configuration|unknown|cannot (?:find|load|open)|error/i);
});

/** What coturn's own client says that asks for a relay to a peer. */
const ask = (secret: string, peer: string): string => {
  const peers = ['-e', peer, '-r', '7882', '-n', '1', '-m', '1', '-c'];
  return network.run('turnutils_uclient', ['-t', '-p', '3478', ...peers, '-u', 'check', '-W', secret, '203.0.113.7'])
    .said;
};

it('gives a relay for a credential made with the secret, to LiveKit alone', async () => {
  start('standard');
  await network.untilListening(...standard);
  const secret = installation.environment['TURN_SECRET'] ?? '';
  expect(ask(secret, '127.0.0.1')).toMatch(/403 \(Forbidden IP\)/);
  expect(ask(secret, '10.1.2.3')).toMatch(/403 \(Forbidden IP\)/);
  expect(ask(`${secret}x`, '203.0.113.7')).toMatch(/Cannot complete Allocation/);
  const { username, credential } = turnCredentials({ secret, urls: [], ttl: 60 }, 'check', Date.now());
  const allocated = network.run(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { allocate } from ${JSON.stringify(join(import.meta.dirname, '../../server/src/turn/allocate.ts'))};
     for (const way of ['udp', 'tcp'])
       console.log((await allocate('turn:203.0.113.7:3478?transport=' + way, '${username}', '${credential}')).verdict);`,
  ]).said;
  expect(allocated).toBe('allocated\nallocated\n');
});
