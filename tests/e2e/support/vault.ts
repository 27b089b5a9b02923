import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, has, test } from './test.ts';

/** A program that was just closed may still be writing its last bytes. */
export const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };

/** A session bus and a keyring of their own. */
export interface Vault {
  readonly home: string;
  /** For the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the keyring and begins it again: opened with its password, or locked as before anybody typed it. */
  restart(how: 'unlocked' | 'locked'): Promise<void>;
  /** Opens the keyring that runs, as `pam_gnome_keyring` does at a login: through its control socket. */
  unlock(): Promise<void>;
  stop(): Promise<void>;
}

export async function startVault(): Promise<Vault> {
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

export const skipWithoutKeyring = (): void =>
  test.skip(
    !has('dbus-daemon') || !has('gnome-keyring-daemon'),
    'dbus-daemon or gnome-keyring-daemon is missing: no vault of this system',
  );
