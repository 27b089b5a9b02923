import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './support/test.ts';
import { freePort } from '../fixtures/freePort.ts';

test('signs in and lists channels', async ({ world, start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await expect(program.channel('Stand-up')).toBeVisible();
  await expect(program.channel('Notes')).toHaveAttribute('data-kind', 'text');
});

test('a wrong password is said, and the form is ready for the right one', async ({ world, start }) => {
  const program = await start();
  const form = program.part('sign-in');
  await form.getByLabel('Server address').fill(world.address);
  await form.getByLabel('Login').fill('ada');
  await form.getByLabel('Password').fill('wrong');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(program.part('notice', { reason: 'wrongCredentials' })).toBeVisible();
  await program.signIn(world, 'ada');
});

test('a server that is not there, and one that is no Parley server, are told apart', async ({ start }) => {
  const program = await start();
  const form = program.part('sign-in');
  const tryAddress = async (address: string): Promise<void> => {
    await form.getByLabel('Server address').fill(address);
    await form.getByLabel('Login').fill('ada');
    await form.getByLabel('Password').fill('pw');
    await form.getByRole('button', { name: 'Sign in' }).click();
  };
  await tryAddress(`http://127.0.0.1:${await freePort()}`);
  await expect(program.part('notice', { reason: 'portClosed' })).toBeVisible();

  let answer = '<html>hello</html>';
  const stranger = createServer((_request, response) => response.end(answer));
  const port = await freePort();
  stranger.listen(port, '127.0.0.1');
  await tryAddress(`http://127.0.0.1:${port}`);
  await expect(program.part('notice', { reason: 'loginPage' })).toBeVisible();
  answer = '{"hello":1}';
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(program.part('notice', { reason: 'notParleyServer' })).toBeVisible();
  stranger.close();

  await tryAddress('ftp://example.org');
  await expect(program.part('notice', { reason: 'badAddress' })).toBeVisible();
});

test('a truncated settings file costs nothing that can be kept', async ({ world, start }) => {
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'));
  const file = join(home, 'userData/settings.json');
  const first = await start({ home });
  await first.signIn(world, 'ada');
  await first.close();
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 80));

  const second = await start({ home });
  await expect(second.part('notice', { reason: 'settings-restored' })).toBeVisible();
  await expect(second.part('sign-in').getByLabel('Server address')).toHaveValue(world.address);
});

test('no secret reaches settings, logs or the page', async ({ world, start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  const seen = await program.page.evaluate(() => ({
    storage: JSON.stringify({ ...localStorage, ...sessionStorage }),
    globals: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
    desktop: Object.isFrozen((window as unknown as { desktop: object }).desktop),
  }));
  expect(seen.globals).toEqual([]);
  expect(seen.desktop).toBe(true);
  const settings = readFileSync(join(program.userData, 'settings.json'), 'utf8');
  for (const text of [settings, program.logs(), seen.storage]) {
    expect(text).not.toMatch(/eyJ[\w-]{8,}\./);
    expect(text).not.toContain(world.people.ada.password);
  }
});
