import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectBothHeard } from './support/call.ts';
import { networks } from './support/networks.ts';
import { expect, test } from './support/test.ts';

test('an authority that nobody knows: the sign-in says that it is the certificate', async ({ stack, start }) => {
  await stack.use('standard');
  const program = await start({ trusting: false });
  const form = program.part('sign-in');
  await form.getByLabel('Server address').fill(stack.address);
  await form.getByLabel('Login').fill(stack.people.ada.login);
  await form.getByLabel('Password').fill(stack.people.ada.password);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(form).toContainText(/certificate/i);
});

test('ICE-TCP blocked on a server that has nothing else: a word that names it, within ten seconds', async ({
  laboratory,
  stack,
  start,
}) => {
  await stack.use('all-tcp/strict');
  const program = await start();
  await program.signIn(stack, 'ada');
  laboratory.change(networks.only443);
  const clicked = Date.now();
  await program.channel('Lobby').click();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'failed', { timeout: 30_000 });
  const took = Date.now() - clicked;
  await expect(program.page.locator('body')).toContainText(/UDP|TCP|port|blocked|firewall/i);
  console.log(`verdict after ${took} ms`);
  expect(took).toBeLessThan(12_000);
});

const proxyPort = 3128;

for (const login of [null, { name: 'ada', password: 'through the wall' }]) {
  test(`only ${login === null ? 'a' : 'an authenticating'} proxy, for port 443: heard both ways`, async ({
    laboratory,
    stack,
    start,
    startBot,
  }) => {
    test.fail(login !== null, 'nobody was asked for a proxy’s password when this was written; take the line away');
    await stack.use('all-tcp/relay');
    const file = join(stack.installation.certs, 'tinyproxy.conf');
    const access = login === null ? [] : [`BasicAuth ${login.name} ${login.password.replaceAll(' ', '-')}`];
    const lines = [`Port ${proxyPort}`, 'Timeout 600', 'LogLevel Connect', 'ConnectPort 443', ...access];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const proxy = laboratory.gatewayWithNames.start('tinyproxy', ['-d', '-c', file]);
    await laboratory.gateway.untilListening(`tcp 0.0.0.0:${proxyPort}`);
    const bot = await startBot();
    const program = await start({ args: [`--proxy-server=http://${laboratory.gatewayAddress}:${proxyPort}`] });
    laboratory.change(networks.proxyOnly);
    await program.signIn(stack, 'ada');
    await program.join('Lobby');
    await expectBothHeard(program, bot);
    await expect(program.part('path-chip')).toHaveAttribute('data-path', /^(?:TCP|TURN-TLS)$/);
    expect(proxy.said()).toContain('voice.parley.test');
    await proxy.kill();
  });
}
