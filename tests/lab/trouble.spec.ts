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
