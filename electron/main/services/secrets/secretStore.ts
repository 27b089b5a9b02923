import type { VaultLevel } from '@parley/shared/ipc/contract';
import type { Log } from '../log/log.ts';
import { withTimeLimit, TimeLimitExceeded } from './timeLimit.ts';

/** The part of keytar that is used. https://github.com/github/node-keytar */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Credentials behind an honest level (DESIGN.md §5). No call rejects; each has a time limit. */
export interface SecretStore {
  read(account: string): Promise<SecretReading>;
  /** Where the secret is now. `memory` ends with the program. */
  write(account: string, secret: string): Promise<VaultLevel>;
  /** Whether it is certain that the vault no longer has the secret; false when it did not answer or is locked. */
  remove(account: string): Promise<boolean>;
}

export type SecretReading =
  | { readonly kind: 'found'; readonly secret: string }
  /** The vault answers that it has no such secret. On Linux that is also its answer about a locked collection. */
  | { readonly kind: 'none' }
  /** The vault did not open in time, or failed; ask again when the person has unlocked it. */
  | { readonly kind: 'locked' }
  /** This system has no vault. */
  | { readonly kind: 'absent' };

const service = 'Parley';
/** What stands in for a secret for the moment before its removal. No vault refuses one character, some refuse none. */
const empty = '-';

/** Reading happens while the program starts, writing while a person may be answering the vault's own question. ms. */
export const vaultLimits = { read: 4_000, write: 20_000 };

/**
 * The operating system's vault through keytar (Keychain, Credential Manager, Secret Service), and the memory of this run
 * where there is none. A secret that went to memory is never silently moved: the next `write` tries the vault again.
 */
export function createSecretStore(ports: {
  loadKeytar: () => Promise<Keytar>;
  log: Log;
  limits?: typeof vaultLimits;
}): SecretStore {
  const { log, limits = vaultLimits } = ports;
  const memory = new Map<string, string>();
  let loading: Promise<Keytar> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /**
   * One call at a time, in order: what was asked last is what holds at the end, even when a vault that waited for a person
   * answers late; and such a vault holds one thread of Node's pool, not all of them.
   */
  const ask = <T>(limit: number, question: (keytar: Keytar) => Promise<T>): Promise<T> => {
    const work = last.then(async () => question(await (loading ??= ports.loadKeytar())));
    last = work.catch(() => undefined);
    return withTimeLimit(work, limit);
  };

  return {
    async read(account) {
      const held = memory.get(account);
      if (held !== undefined) return { kind: 'found', secret: held };
      try {
        const secret = await ask(limits.read, (keytar) => keytar.getPassword(service, account));
        return secret === null ? { kind: 'none' } : { kind: 'found', secret };
      } catch (error) {
        const cause = vaultCause(error);
        log.warn('the vault could not be read', { cause, error });
        return { kind: cause === 'absent' ? 'absent' : 'locked' };
      }
    },
    async write(account, secret) {
      try {
        await ask(limits.write, (keytar) => keytar.setPassword(service, account, secret));
        memory.delete(account);
        return { kind: 'vault' };
      } catch (error) {
        const cause = vaultCause(error);
        log.warn('the vault did not take a credential; it is kept for this run', { cause, error });
        memory.set(account, secret);
        return { kind: 'memory', cause };
      }
    },
    async remove(account) {
      memory.delete(account);
      try {
        const removed = await ask(limits.write, (keytar) => removeFrom(keytar, account));
        if (!removed) log.warn('a credential is still in the vault');
        return removed;
      } catch (error) {
        log.warn('a credential could not be removed from the vault', { cause: vaultCause(error), error });
        return false;
      }
    },
  };
}

/**
 * Removes and makes sure. Secret Service removes and finds unlocked items only: "nothing there" may also mean "locked".
 * Writing tells the two apart, because a locked collection refuses it; so then an empty secret takes the place first.
 * https://gnome.pages.gitlab.gnome.org/libsecret/func.password_clear.html
 */
async function removeFrom(keytar: Keytar, account: string): Promise<boolean> {
  let removed = await keytar.deletePassword(service, account);
  if (!removed) {
    await keytar.setPassword(service, account, empty);
    removed = await keytar.deletePassword(service, account);
  }
  return removed && (await keytar.getPassword(service, account)) === null;
}

/**
 * Why the vault failed, from what keytar, libsecret and GDBus say: no library, no bus or no service is `absent`; a
 * keyring that nobody unlocked, or that does not answer because it waits for a person, is `locked`.
 */
export function vaultCause(error: unknown): 'absent' | 'locked' | 'failed' {
  if (error instanceof TimeLimitExceeded) return 'locked';
  const text = error instanceof Error ? error.message : String(error);
  if (/lock|dismiss|prompt|cancel/i.test(text)) return 'locked';
  // A connection of the bus that is gone (`:1.11`): the keyring was there, and began anew since. libsecret stays with it.
  if (/\bname :\d/i.test(text)) return 'locked';
  if (
    /libsecret|cannot open shared object|find module|D-?Bus|org\.freedesktop|not provided|autolaunch|connect/i.test(
      text,
    )
  ) {
    return 'absent';
  }
  return 'failed';
}
