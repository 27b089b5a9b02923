import { startTinyproxy } from '../fixtures/tinyproxy.ts';
import { expect, has, test } from './support/test.ts';
import { skipWithoutKeyring, startVault } from './support/vault.ts';

// A real proxy that wants a login, and a real vault. That nothing else lets anything out is shown in tests/lab.

test('@keyring a proxy’s login is asked for once, also over a restart, and can be forgotten', async ({
  world,
  start,
  stopAfter,
}) => {
  skipWithoutKeyring();
  test.skip(!has('tinyproxy'), 'tinyproxy is missing: no HTTP proxy');
  const login = { name: 'ada', password: 'through-the-wall' };
  const proxy = stopAfter(await startTinyproxy({ login }));
  const vault = stopAfter(await startVault());
  await vault.restart('unlocked');
  const options = {
    home: vault.home,
    env: vault.env,
    args: [`--proxy-server=http://127.0.0.1:${proxy.port}`, '--proxy-bypass-list=<-loopback>'],
  };
  const first = await start(options);
  const address = first.part('sign-in').getByLabel('Server address');
  await address.fill(world.address);
  await address.blur();
  const question = first.part('proxy-question');
  await expect(question).toContainText(`127.0.0.1:${proxy.port}`);
  await question.getByLabel('Name for the proxy').fill(login.name);
  await question.getByLabel('Password for the proxy').fill(login.password);
  await question.getByRole('button', { name: 'Log in' }).click();
  await expect(question).toHaveCount(0);
  await first.signIn(world, 'ada');
  await first.join('Lobby');
  expect(first.logs()).not.toContain(login.password);
  await first.close();
  expect(proxy.connections().length).toBeGreaterThan(3);

  const before = proxy.connections().length;
  const second = await start(options);
  await expect(second.channel('Lobby')).toBeVisible();
  await expect(second.part('proxy-question')).toHaveCount(0);
  expect(proxy.connections().length).toBeGreaterThan(before);
  await second.part('rail-button', { action: 'settings' }).click();
  await second.page.locator('[data-page="doctor"]').click();
  await expect(second.part('known-proxies')).toContainText('In the system’s vault');
  await second.page.locator('[data-action="forget-proxy"]').click();
  await expect(second.part('known-proxies')).toContainText('is forgotten');
  await second.close();

  const third = await start(options);
  await expect(third.part('proxy-question')).toBeVisible();
  await third.page.locator('[data-action="no-proxy-login"]').click();
  await expect(third.part('proxy-question')).toHaveCount(0);
  await third.close();
});
