import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Desktop } from '@parley/shared/ipc/contract';
import { expect, test } from './support/test.ts';

test('an administrator names the servers: one signs in there, cannot change that, and adds no other', async ({
  world,
  start,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-policy-'));
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify({ servers: [{ address: world.address }], otherServers: 'forbidden' }));
  try {
    const { page, part, channel } = await start({ env: { PARLEY_POLICY_FILE: file } });
    const form = part('sign-in');
    await expect(form).toContainText('Your administrator set up this server.');
    await expect(form.getByLabel('Server address')).toHaveCount(0);
    const { login, password } = world.people.ada;
    await form.getByLabel('Login').fill(login);
    await form.getByLabel('Password').fill(password);
    await form.getByRole('button', { name: 'Sign in' }).click();
    await expect(channel('Lobby')).toBeVisible();
    await expect(page.locator('[data-action="add-server"]')).toHaveCount(0);

    await page.locator('[data-action="settings"]').click();
    await page.getByRole('button', { name: 'Servers', exact: true }).click();
    await expect(part('server-card')).toContainText('Your administrator set up this server.');
    for (const action of ['add-server-page', 'remove-server'])
      await expect(page.locator(`[data-action="${action}"]`)).toHaveCount(0);
    await page.locator('[data-page="doctor"]').click();
    await expect(part('policy')).toContainText(world.address);

    // Whatever the page asks for.
    const answer = await page.evaluate(() => {
      const { desktop } = globalThis as unknown as { desktop: Desktop };
      return desktop.servers.signIn(
        { id: 'new', dialect: 'parley', address: 'https://elsewhere.example.org', login: 'ada', name: '' },
        { kind: 'password', login: 'ada', password: 'never sent' },
      );
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden', reason: 'serverForbidden' } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
