import type { DialectBackend } from '../backends/backend.ts';
import { backOff } from '../backends/backOff.ts';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { SettingsService } from '../settings/settings.ts';

/** Sessions that a person ended here while their Parley server could not be told: it is told later, by another start too. */
export interface Revocations extends Disposable {
  /** Notes a session for later; its credential moves to the vault under a name of its own. */
  add(address: string, credential: string): Promise<void>;
  /** Tells whoever can be told now; the others are tried again with growing distance. */
  run(): Promise<void>;
}

/** Between two tries at most, times the usual distance: nobody waits for this one. */
const patience = 40;

export function createRevocations(ports: {
  parley: DialectBackend<'parley'>;
  secrets: SecretStore;
  settings: SettingsService;
  newId: () => string;
  random: () => number;
  log: Log;
}): Revocations {
  const { secrets, settings, log } = ports;
  let again: NodeJS.Timeout | undefined;
  let attempt = 0;
  let running: Promise<void> | null = null;

  const drop = async (id: string): Promise<void> => {
    // Noted until the vault has given it up: a credential that nobody looks for stays for ever.
    if (!(await secrets.remove(id))) return;
    const rest = settings.get().sessionsToRevoke.filter((noted) => noted.id !== id);
    settings.update({ sessionsToRevoke: rest });
  };
  /** Whether there is nothing left to tell. */
  const revoke = async ({ id, address }: { id: string; address: string }): Promise<boolean> => {
    const stored = await secrets.read(id);
    if (stored.kind === 'locked') return false;
    if (stored.kind !== 'found') {
      await drop(id);
      return true;
    }
    const profile = { id, dialect: 'parley', address, login: '', name: '' } as const;
    const events = {
      // A refresh token is spent by its use: the next try needs the new one.
      credentialChanged: (credential: string) => log.background('keeping a credential', secrets.write(id, credential)),
      expired: () => undefined,
      moderated: () => undefined,
    };
    const opened = await ports.parley.resume(profile, stored.secret, events);
    if (!opened.ok) {
      if (opened.error.code !== 'unauthorised') return false;
      await drop(id);
      return true;
    }
    await secrets.write(id, opened.value.credential);
    const told = await opened.value.connection.signOut();
    await opened.value.connection.dispose();
    if (told) await drop(id);
    return told;
  };
  const runOnce = async (): Promise<void> => {
    clearTimeout(again);
    const told = await Promise.all(settings.get().sessionsToRevoke.map(revoke));
    if (told.every(Boolean)) {
      attempt = 0;
      return;
    }
    again = setTimeout(
      () => log.background('telling a server of a sign-out', self.run()),
      backOff(attempt, ports.random()) * patience,
    );
    again.unref();
    attempt += 1;
  };
  const self: Revocations = {
    async add(address, credential) {
      const id = ports.newId();
      const noted = settings.get().sessionsToRevoke;
      settings.update({ sessionsToRevoke: [...noted, { id, address }].slice(-64) });
      await secrets.write(id, credential);
      // A run that is under way began without this one.
      await running;
      await self.run();
    },
    run: () =>
      (running ??= runOnce().finally(() => {
        running = null;
      })),
    dispose() {
      clearTimeout(again);
    },
  };
  return self;
}
