import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './support/test.ts';
import { removal, skipWithoutKeyring, startVault } from './support/vault.ts';

test('@keyring with a real keyring a second start is signed in, and signing out forgets', async ({
  world,
  start,
  stopAfter,
}) => {
  skipWithoutKeyring();
  const vault = stopAfter(await startVault());
  const { home, env } = vault;
  await vault.restart('unlocked');
  const first = await start({ home, env });
  await expect(first.part('sign-in')).toBeVisible();
  await first.signIn(world, 'ada');
  await expect(first.part('notice', { reason: 'vault-memory' })).toHaveCount(0);
  await first.close();

  const second = await start({ home, env });
  await expect(second.channel('Lobby')).toBeVisible();
  await second.part('rail-button', { action: 'settings' }).click();
  await second.page.getByRole('button', { name: 'Account' }).click();
  await second.page.locator('[data-action="sign-out"]').click();
  await expect(second.part('sign-in')).toBeVisible();
  await second.close();

  const third = await start({ home, env });
  await expect(third.part('sign-in')).toBeVisible();
  await third.close();
});

test('@keyring a locked keyring is said, and once it is open trying again signs in without the password', async ({
  world,
  start,
  stopAfter,
}) => {
  skipWithoutKeyring();
  const vault = stopAfter(await startVault());
  const { home, env } = vault;
  await vault.restart('unlocked');
  const first = await start({ home, env });
  await first.signIn(world, 'ada');
  await first.close();

  await vault.restart('locked');
  const second = await start({ home, env });
  const told = second.part('notice', { reason: 'vaultLocked' });
  await expect(told).toBeVisible();
  await expect(second.part('sign-in').getByLabel('Login')).toHaveValue('ada');
  await vault.unlock();
  await told.getByRole('button', { name: 'Try again' }).click();
  await expect(second.channel('Lobby')).toBeVisible();
  await second.close();
});

test('without any keyring the session ends with the program, and the person is told', async ({ world, start }) => {
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'));
  const first = await start({ home });
  await first.signIn(world, 'ada');
  await expect(first.part('notice', { reason: 'vault-memory' })).toBeVisible();
  await first.close();
  const second = await start({ home });
  await expect(second.part('sign-in').getByLabel('Login')).toHaveValue('ada');
  await second.close();
  rmSync(home, removal);
});
