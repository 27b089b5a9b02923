import type { PathStep } from '@parley/shared/doctor/networkCheck';
import { networks, type Network } from './support/networks.ts';
import { expect, test } from './support/test.ts';

/** What each way does when it is tried alone, and by what the packets went then. */
const all: Readonly<Record<PathStep, string>> = {
  udp: 'UDP by udp 10.97.2.2:7882',
  iceTcp: 'TCP by tcp 10.97.2.2:7881',
  turnUdp: 'TURN-UDP by udp turn.voice.parley.test:3478',
  turnTcp: 'TURN-TCP by tcp turn.voice.parley.test:3478',
  turnTls: 'TURN-TLS by tls turn.voice.parley.test:5349',
};

const cases: readonly { network: Network; blocked: readonly PathStep[]; summary: string }[] = [
  { network: networks.open, blocked: [], summary: 'fine' },
  { network: networks.no7881, blocked: ['iceTcp'], summary: 'fine' },
  { network: networks.udpDropped, blocked: ['udp', 'turnUdp'], summary: 'udpBlocked' },
];

for (const { network, blocked, summary } of cases) {
  test(`the doctor tries each way alone: ${network.name}`, async ({ laboratory, stack, start }) => {
    await stack.use('standard');
    const program = await start();
    laboratory.change(network);
    await program.page.getByRole('button', { name: 'Settings' }).first().click();
    await program.page.locator('[data-page="doctor"]').click();
    await program.part('doctor').getByLabel('Server address').fill(stack.address);
    await program.page.locator('[data-action="check-network"]').click();
    const verdict = program.part('doctor-verdict');
    await expect(verdict).toHaveAttribute('data-summary', summary, { timeout: 60_000 });
    const report = (await verdict.locator('pre').textContent()) ?? '';
    for (const [step, taken] of Object.entries(all) as [PathStep, string][]) {
      const line = report.split('\n').find((one) => one.startsWith(`${step} `)) ?? '';
      if (blocked.includes(step)) expect(line).toMatch(/failed .*pathBlocked: .*: no connection within 5000 ms/);
      else expect(line).toMatch(new RegExp(`ok .*: ${taken}$`));
    }
  });
}

test('the name of a relay that only the hosts file has: it is told, and that the others work', async ({
  names,
  stack,
  start,
}) => {
  await stack.use('standard');
  names.knowsAny = false;
  try {
    const program = await start();
    await program.page.getByRole('button', { name: 'Settings' }).first().click();
    await program.page.locator('[data-page="doctor"]').click();
    await program.part('doctor').getByLabel('Server address').fill(stack.address);
    await program.page.locator('[data-action="check-network"]').click();
    await expect(program.part('doctor-verdict')).toHaveAttribute('data-summary', 'fine', { timeout: 60_000 });
    await expect(program.part('check-step', { step: 'turnUdp' })).toContainText('No name server knows a relay’s name.');
    await expect(program.part('check-step', { step: 'turnTcp' })).toHaveAttribute('data-verdict', 'works');
  } finally {
    names.knowsAny = true;
  }
});
