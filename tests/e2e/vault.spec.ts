import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, has, test } from './support/test.ts';

/** A program that was just closed may still be writing its last bytes. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };

test('@keyring with a real keyring a second start is signed in, and signing out forgets', async ({ world, start }) => {
  test.skip(
    !has('dbus-daemon') || !has('gnome-keyring-daemon'),
    'dbus-daemon or gnome-keyring-daemon is missing: no vault of this system',
  );
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const address = `unix:path=${join(runtime, 'bus')}`;
  const bus = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], { stdio: 'ignore' });
  const environment = { ...process.env, HOME: home, XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address };
  await expect
    .poll(() => {
      try {
        execFileSync('dbus-send', ['--session', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames'], {
          env: environment,
        });
        return true;
      } catch {
        return false;
      }
    })
    .toBe(true);
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin.end('pw');
  try {
    const env = { DBUS_SESSION_BUS_ADDRESS: address };
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
  } finally {
    for (const child of [keyring, bus]) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    rmSync(home, removal);
  }
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
