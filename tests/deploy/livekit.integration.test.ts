import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findLiveKit } from '../fixtures/livekit.ts';
import { createOwnNetwork, type OwnNetwork } from '../fixtures/ownNetwork.ts';
import { install, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
let network: OwnNetwork;
const livekit = findLiveKit() ?? 'livekit-server';

beforeAll(() => {
  installation = install();
});
afterAll(() => installation.remove());
beforeEach(async () => {
  network = await createOwnNetwork();
});
afterEach(() => network.stop());

const startRedis = async (stack: string): Promise<void> => {
  network.start('redis-server', [installation.path(stack, 'redis.conf')]);
  await network.untilListening(stack === 'scale' ? 'tcp 0.0.0.0:6379' : 'tcp 127.0.0.1:6379');
};

describe('LiveKit and Redis load', () => {
  it.each([
    ['standard', ['udp 203.0.113.7:7882', 'tcp 127.0.0.1:7880', 'tcp 127.0.0.1:6789', 'tcp *:7881']],
    ['all-tcp/strict', ['tcp 127.0.0.1:7880', 'tcp 127.0.0.1:6789', 'tcp *:7881']],
    ['all-tcp/relay', ['udp 203.0.113.7:7882', 'tcp 127.0.0.1:7880', 'tcp 127.0.0.1:6789', 'tcp *:7881']],
    ['scale', ['udp 203.0.113.7:7882', 'tcp 203.0.113.7:7880', 'tcp 203.0.113.7:6789', 'tcp *:7881']],
  ])('%s', async (stack, listens) => {
    await startRedis(stack);
    const program = network.start(livekit, ['--config', installation.path(stack, 'livekit.yaml')]);
    await network.untilListening(...listens);
    const udp = (sockets: readonly string[]): readonly string[] => sockets.filter((one) => one.startsWith('udp'));
    expect(udp(network.sockets())).toEqual(udp(listens));
    expect(program.said()).not.toMatch(/error|warn/i);
  });
});

describe('what older guides write, LiveKit refuses', () => {
  /** It says why and ends, with 0. */
  const refused = (change: (text: string) => string): string => {
    const file = installation.path('standard', 'changed.yaml');
    writeFileSync(file, change(readFileSync(installation.path('standard', 'livekit.yaml'), 'utf8')));
    return network.run(livekit, ['--config', file]).said;
  };

  it('`bind` of WebChat: the key is `bind_addresses`, a list', () => {
    expect(refused((text) => text.replace(/bind_addresses: .*/, 'bind: 0.0.0.0'))).toMatch(/field bind not found/);
  });

  it('`${…}` in `keys` of WebChat: nothing fills it in, it is taken as it stands', async () => {
    await startRedis('standard');
    const change = (text: string): string =>
      text.replace(/^keys:\n.*/m, 'keys:\n  ${LIVEKIT_API_KEY}: ${LIVEKIT_API_SECRET}');
    const said = refused(change);
    expect(said).toMatch(/secret is too short.*\$\{LIVEKIT_API_KEY\}/);
    expect(said).toMatch(/api_key is required to use webhooks/);
  });
});
