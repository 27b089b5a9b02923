import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, has, test } from './support/test.ts';

/** A program that was just closed may still be writing its last bytes. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };

/** A session bus and a keyring of their own. */
interface Vault {
  readonly home: string;
  /** For the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the keyring and begins it again: opened with its password, or locked as before anybody typed it. */
  restart(how: 'unlocked' | 'locked'): Promise<void>;
  /** Opens the keyring that runs, as `pam_gnome_keyring` does at a login: through its control socket. */
  unlock(): Promise<void>;
  stop(): Promise<void>;
}

async function startVault(): Promise<Vault> {
  const home = mkdtempSync(join(tmpdir(), 'parley-home-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const address = `unix:path=${join(runtime, 'bus')}`;
  const environment = { ...process.env, HOME: home, XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], { stdio: 'ignore' });
  const ask = (object: string, method: string, ...args: readonly string[]): string => {
    try {
      const all = ['--session', '--print-reply', `--dest=${object}`, '/', method, ...args];
      return execFileSync('dbus-send', all, {
        env: environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return '';
    }
  };
  const owned = (): boolean =>
    ask('org.freedesktop.DBus', 'org.freedesktop.DBus.ListNames').includes('"org.freedesktop.secrets"');
  await expect.poll(() => ask('org.freedesktop.DBus', 'org.freedesktop.DBus.ListNames')).not.toBe('');
  const end = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  let keyring: ChildProcess | null = null;
  const vault: Vault = {
    home,
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    async restart(how) {
      if (keyring !== null) await end(keyring);
      await expect.poll(owned).toBe(false);
      const unlock = how === 'unlocked' ? ['--unlock'] : [];
      const begun = spawn('gnome-keyring-daemon', ['--foreground', ...unlock, '--components=secrets'], {
        env: environment,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      keyring = begun;
      begun.stdin.end(how === 'unlocked' ? 'pw' : '');
      await expect.poll(owned).toBe(true);
    },
    async unlock() {
      const control = connect(join(runtime, 'keyring', 'control'));
      const password = Buffer.from('pw');
      const head = Buffer.alloc(12);
      head.writeUInt32BE(head.length + password.length, 0);
      head.writeUInt32BE(1, 4);
      head.writeUInt32BE(password.length, 8);
      // One byte for the credentials of the sender, then length, operation, and the password behind its own length.
      control.write(Buffer.concat([Buffer.alloc(1), head, password]));
      await once(control, 'data');
      control.destroy();
    },
    async stop() {
      if (keyring !== null) await end(keyring);
      await end(bus);
      rmSync(home, removal);
    },
  };
  return vault;
}

const skipWithoutKeyring = (): void =>
  test.skip(
    !has('dbus-daemon') || !has('gnome-keyring-daemon'),
    'dbus-daemon or gnome-keyring-daemon is missing: no vault of this system',
  );

test('@keyring with a real keyring a second start is signed in, and signing out forgets', async ({ world, start }) => {
  skipWithoutKeyring();
  const vault = await startVault();
  const { home, env } = vault;
  try {
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
  } finally {
    await vault.stop();
  }
});

test('@keyring a locked keyring is said, and once it is open trying again signs in without the password', async ({
  world,
  start,
}) => {
  skipWithoutKeyring();
  const vault = await startVault();
  const { home, env } = vault;
  try {
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
  } finally {
    await vault.stop();
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
