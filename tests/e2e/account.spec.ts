import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './support/program.ts';
import { expect, test } from './support/test.ts';

// An account from its invitation to its end, as its holder does it.

async function openAccount(program: Program): Promise<void> {
  await program.page.keyboard.press('Control+,');
  await program.page.locator('[data-page="account"]').click();
  await expect(program.part('account')).toBeVisible();
}

test('an account comes by an invitation, is looked after, and ends', async ({ world, start }) => {
  const root = await start();
  await root.signIn(world, 'root');
  await openAccount(root);
  await root.part('account-invitations').locator('[data-action="invite"]').click();
  const code = (await root.part('code').locator('output').textContent()) ?? '';
  expect(code).not.toBe('');

  const cy = await start();
  await cy.part('sign-in').getByLabel('Server address').fill(world.address);
  await cy.part('sign-in').locator('[data-action="invitation"]').click();
  const signUp = cy.part('sign-up');
  await expect(signUp.getByLabel('Server address')).toHaveValue(world.address);
  await signUp.getByLabel('Invitation code').fill('no such code');
  await signUp.getByLabel('Your name').fill('Cy Twombly');
  await signUp.getByLabel('Login').fill('cy');
  await signUp.getByLabel('Password').fill('short');
  await signUp.getByRole('button', { name: 'Make the account' }).click();
  await expect(signUp).toContainText('At least 8 characters are needed.');
  await signUp.getByLabel('Password').fill('correct horse cy');
  await signUp.getByRole('button', { name: 'Make the account' }).click();
  await expect(cy.part('notice', { reason: 'codeRefused' })).toBeVisible();
  await signUp.getByLabel('Invitation code').fill(code);
  await signUp.getByRole('button', { name: 'Make the account' }).click();
  await expect(cy.channel('Lobby')).toBeVisible();

  await openAccount(cy);
  // Who may not invite is not asked whom.
  await expect(cy.part('account-invitations')).toHaveCount(0);
  const name = cy.part('account-name');
  await name.getByLabel('Your name').fill('Cy the Second');
  await name.getByRole('button').click();
  await expect(name).toContainText('Others now see Cy the Second.');
  await expect(cy.part('account').locator('strong').first()).toHaveText('Cy the Second');

  const password = cy.part('account-password');
  await password.getByLabel('Password until now').fill('wrong');
  await password.getByLabel('New password').fill('battery staple');
  await password.getByRole('button').last().click();
  await expect(cy.part('notice', { reason: 'wrongPassword' })).toBeVisible();
  await password.getByLabel('Password until now').fill('correct horse cy');
  await password.getByRole('button', { name: 'Change the password' }).click();
  await expect(password).toContainText('The new password holds.');

  const other = await start();
  const form = other.part('sign-in');
  await form.getByLabel('Server address').fill(world.address);
  await form.getByLabel('Login').fill('cy');
  await form.getByLabel('Password').fill('battery staple');
  await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(other.channel('Lobby')).toBeVisible();
  await cy.page.locator('[data-page="about"]').click();
  await cy.page.locator('[data-page="account"]').click();
  const devices = cy.part('account-devices');
  await expect(devices.locator('li')).toHaveCount(2);
  await expect(devices.locator('li').first()).toContainText('This program');
  await devices.locator('[data-action="end-session"]').click();
  await expect(devices.locator('li')).toHaveCount(1);
  await expect(other.part('sign-in')).toBeVisible();

  const file = join(world.folder, 'cy.json');
  await cy.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await cy.part('account-data').locator('[data-action="export"]').click();
  await expect(cy.part('account-data')).toContainText('The file is saved.');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ account: { login: 'cy', name: 'Cy the Second' } });

  await cy.part('account-data').locator('[data-action="delete-account"]').click();
  const question = cy.part('account-delete');
  await question.getByLabel('Password').fill('battery staple');
  await cy.page.keyboard.press('Enter');
  await expect(cy.part('sign-in')).toBeVisible();
  await cy.part('sign-in').getByLabel('Password').fill('battery staple');
  await cy.page.keyboard.press('Enter');
  await expect(cy.part('notice', { reason: 'wrongCredentials' })).toBeVisible();
  for (const program of [root, cy, other]) {
    const logs = program.logs();
    for (const secret of [code, 'battery staple', 'correct horse cy']) expect(logs).not.toContain(secret);
  }
});

test('a forgotten password is set anew by a code of the administrator', async ({ world, start }) => {
  const api = await world.api('root');
  const { accounts } = (await api.get('/api/accounts')) as { accounts: { id: string; login: string }[] };
  const bo = accounts.find(({ login }) => login === 'bo')?.id ?? '';
  const { code } = (await api.post(`/api/accounts/${bo}/reset`, undefined)) as { code: string };

  const program = await start();
  await program.part('sign-in').getByLabel('Server address').fill(world.address);
  await program.part('sign-in').locator('[data-action="forgotten"]').click();
  const reset = program.part('reset-password');
  await reset.getByLabel('Code from the administrator').fill(code);
  // The same as before: other specs sign in with it.
  await reset.getByLabel('New password').fill(world.people.bo.password);
  await program.page.keyboard.press('Enter');
  await expect(reset).toContainText('The new password holds. Sign in with it.');
  await reset.locator('[data-action="back"]').click();
  await program.signIn(world, 'bo');
});
