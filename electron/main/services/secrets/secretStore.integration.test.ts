import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/**
 * The real keytar against a real gnome-keyring under `dbus-run-session`, and without any. Each run is a process of its
 * own (`vaultProbe.ts`): libsecret keeps its connection for the life of a process.
 */
const have = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const keyring = have('dbus-run-session') && have('gnome-keyring-daemon');
const probe = join(import.meta.dirname, 'vaultProbe.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string): string[] {
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    NODE: process.execPath,
    PROBE: probe,
    OUT: join(folder, 'out'),
  };
  // Output goes to a file: a pipe held by an orphan of the session bus hangs (RECIPES).
  spawnSync('sh', ['-c', command], { env: environment, stdio: 'ignore', timeout: 50_000 });
  return readFileSync(join(folder, 'out'), 'utf8').trim().split('\n');
}

const unlocked = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1';

describe.skipIf(!keyring)('a real keyring (skipped: dbus-run-session or gnome-keyring-daemon is missing)', () => {
  it('takes a credential, gives it back to another process, and forgets it', () => {
    const lines = run(
      `dbus-run-session -- sh -c '${unlocked}; for step in write read remove read; do "$NODE" "$PROBE" $step >> "$OUT"; done'`,
    );
    expect(lines).toEqual(['{"kind":"vault"}', '{"kind":"found","secret":"s3cret"}', 'true', '{"kind":"none"}']);
  });

  it('keeps the credential for this run when the keyring is locked, within the time limit', () => {
    // The daemon runs, nobody unlocks it, and there is nobody to prompt.
    const lines = run(
      `dbus-run-session -- sh -c 'gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; "$NODE" "$PROBE" write >> "$OUT"'`,
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ kind: 'memory' });
  });

  it('knows that a credential of a locked keyring is not gone, and removes it when it is open again', () => {
    const collection = '/org/freedesktop/secrets/aliases/default';
    const lock = `busctl --user call org.freedesktop.secrets /org/freedesktop/secrets org.freedesktop.Secret.Service Lock ao 1 ${collection} >/dev/null`;
    const open =
      'kill $! ; wait $! ; printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & sleep 1';
    const steps = (...names: string[]) => names.map((name) => `"$NODE" "$PROBE" ${name} >> "$OUT"`).join('; ');
    const begin =
      'printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & sleep 1';
    const lines = run(
      `dbus-run-session -- sh -c '${begin}; ${steps('write')}; ${lock}; ${steps('read', 'remove')}; ${open}; ${steps('read', 'remove', 'read', 'remove')}; kill $!'`,
    );
    expect(lines).toEqual([
      '{"kind":"vault"}',
      '{"kind":"none"}',
      'false',
      '{"kind":"found","secret":"s3cret"}',
      'true',
      '{"kind":"none"}',
      'true',
    ]);
  });
});

it('does not believe that a credential is gone when nothing answers', () => {
  const lines = run('env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "$NODE" "$PROBE" remove >> "$OUT"');
  expect(lines).toEqual(['false']);
});

it('keeps the credential for this run when there is no keyring at all', () => {
  const lines = run('env DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent "$NODE" "$PROBE" write >> "$OUT"');
  expect(JSON.parse(lines[0] ?? '')).toEqual({ kind: 'memory', cause: 'absent' });
});
