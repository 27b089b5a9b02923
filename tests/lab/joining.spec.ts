import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectBothHeard, expectPathTaken } from './support/call.ts';
import { publicStun } from './support/names.ts';
import { networks, type Network } from './support/networks.ts';
import type { StackName } from './support/stack.ts';
import { expect, test } from './support/test.ts';

interface Case {
  readonly network: Network;
  readonly stack: StackName;
  /** What the interface may show: what it shows is what the packets do. */
  readonly paths: readonly string[];
  readonly quick?: boolean;
}

const overTcp = ['TCP', 'TURN-TCP', 'TURN-TLS'];

const cases: readonly Case[] = [
  { network: networks.open, stack: 'standard', paths: ['UDP'], quick: true },
  { network: networks.udpDropped, stack: 'standard', paths: overTcp, quick: true },
  { network: networks.udpRejected, stack: 'standard', paths: overTcp },
  { network: networks.loss5, stack: 'standard', paths: ['UDP'] },
  { network: networks.loss20, stack: 'standard', paths: ['UDP'] },
  { network: networks.only443, stack: 'all-tcp/relay', paths: ['TURN-TLS'], quick: true },
];

for (const { network, stack: name, paths, quick = false } of cases) {
  test(`${network.name}, ${name}: heard both ways, by the path that is shown${quick ? ' @quick' : ''}`, async ({
    laboratory,
    stack,
    start,
    startBot,
  }) => {
    await stack.use(name);
    const bot = await startBot();
    const program = await start();
    laboratory.change(network);
    await program.signIn(stack, 'ada');
    await program.join('Lobby');
    await expectBothHeard(program, bot);
    // Where both are open the server may answer by the relay that was nominated first.
    await expectPathTaken(program, laboratory, name, paths, paths);
  });
}

for (const [network, paths] of [
  [networks.open, overTcp],
  // Only the relay is left: UDP cannot be tried, and ICE-TCP does not get through.
  [networks.turnOnly, ['TURN-TCP', 'TURN-TLS']],
] as const) {
  test(`UDP forbidden by the administrator, ${network.name}: heard both ways, and not one packet leaves`, async ({
    laboratory,
    stack,
    start,
    startBot,
  }) => {
    await stack.use('standard');
    laboratory.change(network);
    const bot = await startBot();
    const folder = mkdtempSync(join(tmpdir(), 'parley-policy-'));
    const file = join(folder, 'policy.json');
    writeFileSync(file, '{ "udp": "forbidden" }');
    const before = laboratory.count('UDP', { when: 'sent' });
    const program = await start({ env: { PARLEY_POLICY_FILE: file } });
    await program.signIn(stack, 'ada');
    await program.join('Lobby');
    await expectBothHeard(program, bot);
    await expectPathTaken(program, laboratory, 'standard', paths, paths);
    expect(laboratory.count('UDP', { when: 'sent' }) - before).toBe(0);
    rmSync(folder, { recursive: true });
  });
}

for (const [name, networkNames] of [
  ['all-tcp/strict', ['open', 'no7881']],
  ['all-tcp/relay', ['open', 'no7881', 'only443']],
] as const) {
  test(`${name}: no UDP leaves the server, and none is taken in, also with 7881 blocked`, async ({
    laboratory,
    names,
    stack,
    start,
    startBot,
  }) => {
    await stack.use(name);
    const bot = await startBot();
    const askedBefore = names.asked().length;
    for (const one of networkNames) {
      const sent = (way: 'up' | 'down'): number => laboratory.count('UDP', { way, when: 'sent' });
      const before = { up: sent('up'), down: sent('down'), taken: stack.takenUdp() };
      const program = await start();
      laboratory.change(networks[one]);
      await program.signIn(stack, 'ada');
      if (name === 'all-tcp/strict' && one !== 'open') {
        await program.channel('Lobby').click();
        await expect(program.part('call-block')).toHaveAttribute('data-phase', 'failed', { timeout: 40_000 });
      } else {
        await program.join('Lobby');
        await expectBothHeard(program, bot);
        await expectPathTaken(program, laboratory, name, one === 'open' ? ['TCP', 'TURN-TLS'] : ['TURN-TLS']);
      }
      await program.close();
      expect(sent('down') - before.down, `sent, ${one}`).toBe(0);
      // In automatic mode, in which the program gathers UDP candidates of its own: nobody is named to whom it would send from them. The
      // relay's LiveKit names its UDP port, which its firewall guards.
      if (name === 'all-tcp/strict') expect(sent('up') - before.up, `sent by the client, ${one}`).toBe(0);
      expect(stack.takenUdp() - before.taken, `taken in, ${one}`).toBe(0);
    }
    // They would lead to the server here: a packet to one of them would have been counted.
    expect(
      names
        .asked()
        .slice(askedBefore)
        .filter((asked) => publicStun.some((stun) => stun === asked)),
    ).toEqual([]);
  });
}
