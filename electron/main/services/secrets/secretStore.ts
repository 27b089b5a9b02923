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
  /** `locked`: the vault did not open in time; ask again when the person has unlocked it. */
  read(
    account: string,
  ): Promise<{ readonly kind: 'found'; readonly secret: string } | { readonly kind: 'none' | 'locked' }>;
  /** Where the secret is now. `memory` ends with the program. */
  write(account: string, secret: string): Promise<VaultLevel>;
  remove(account: string): Promise<void>;
}

const service = 'Parley';

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
  const vault = (): Promise<Keytar> => (loading ??= ports.loadKeytar());

  return {
    async read(account) {
      const held = memory.get(account);
      if (held !== undefined) return { kind: 'found', secret: held };
      try {
        const keytar = await vault();
        const secret = await withTimeLimit(keytar.getPassword(service, account), limits.read);
        return secret === null ? { kind: 'none' } : { kind: 'found', secret };
      } catch (error) {
        const cause = vaultCause(error);
        log.warn('the vault could not be read', { cause, error });
        return { kind: cause === 'locked' ? 'locked' : 'none' };
      }
    },
    async write(account, secret) {
      try {
        const keytar = await vault();
        await withTimeLimit(keytar.setPassword(service, account, secret), limits.write);
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
        const keytar = await vault();
        await withTimeLimit(keytar.deletePassword(service, account), limits.write);
      } catch (error) {
        log.warn('a credential could not be removed from the vault', { error });
      }
    },
  };
}

/**
 * Why the vault failed, from what keytar, libsecret and GDBus say: no library, no bus or no service is `absent`; a
 * keyring that nobody unlocked, or that does not answer because it waits for a person, is `locked`.
 */
export function vaultCause(error: unknown): 'absent' | 'locked' | 'failed' {
  if (error instanceof TimeLimitExceeded) return 'locked';
  const text = error instanceof Error ? error.message : String(error);
  if (/lock|dismiss|prompt|cancel/i.test(text)) return 'locked';
  if (
    /libsecret|cannot open shared object|find module|D-?Bus|org\.freedesktop|not provided|autolaunch|connect/i.test(
      text,
    )
  ) {
    return 'absent';
  }
  return 'failed';
}
