import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwnNetwork, type OwnNetwork } from '../fixtures/ownNetwork.ts';
import { install, stacksWith, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
let network: OwnNetwork;

beforeAll(async () => {
  installation = install({ media: '10.0.0.11,10.0.0.12', app: '10.0.0.21' });
  network = await createOwnNetwork();
});
afterAll(async () => {
  await network.stop();
  installation.remove();
});

it('the kernel takes every nftables.conf, twice, and it replaces itself', () => {
  const names = stacksWith(installation, 'nftables.conf').map(({ name }) => name);
  expect(names).toEqual(['standard', 'all-tcp/strict', 'all-tcp/relay', 'scale']);
  for (const name of names) {
    const load = () => network.run('nft', ['-f', installation.path(name, 'nftables.conf')]);
    expect(load(), name).toEqual({ status: 0, said: '' });
    const first = network.run('nft', ['list', 'ruleset']).said;
    expect(load(), name).toEqual({ status: 0, said: '' });
    expect(network.run('nft', ['list', 'ruleset']).said, name).toBe(first);
  }
});
