import type { Account } from '@parley/shared/backends/parley/session';
import { eq } from 'drizzle-orm';
import { createAccounts, type Accounts } from '../accounts/accounts.ts';
import { createIdentities, type Identities } from '../accounts/identities.ts';
import { normaliseLogin } from '../accounts/normaliseLogin.ts';
import { createChannels, type Channels } from '../channels.ts';
import { openDatabase, type Database } from '../database/openDatabase.ts';
import { accounts as accountsTable, sessions } from '../database/schema.ts';
import { createDirectory, type Directory } from '../directory.ts';
import { createModeration, type Moderation } from '../moderation/moderation.ts';
import type { Processes } from '../processes/announcements.ts';
import type { Surroundings } from './command.ts';

/** What commands do to the database; servers that run on it (PostgreSQL) hear of it. */
export interface Workplace {
  readonly database: Database;
  readonly accounts: Accounts;
  readonly identities: Identities;
  readonly moderation: Moderation;
  readonly channels: Channels;
  readonly directory: Directory;
  readonly processes: Processes;
  record(deed: Omit<Parameters<Moderation['record']>[0], 'by'>): Promise<void>;
  /** Channels, roles or members changed. */
  changed(): Promise<void>;
  endSessions(accountId: string): Promise<void>;
  /** Throws when nobody has this login. */
  accountOf(login: string): Promise<Pick<Account, 'id' | 'login'>>;
}

/** In the audit log, where the person is an account when it came by the API. */
const self = 'parley-server';

export async function withDatabase<T>(
  { config, now }: Surroundings,
  work: (place: Workplace) => Promise<T>,
): Promise<T> {
  const { data, databaseUrl } = config();
  const opened = await openDatabase(data, databaseUrl);
  try {
    const { database, processes } = opened;
    const directory = await createDirectory(database, now);
    const moderation = createModeration(database, directory, now);
    return await work({
      database,
      accounts: createAccounts(database, now),
      identities: createIdentities(database, now),
      moderation,
      channels: createChannels(database),
      directory,
      processes,
      record: (deed) => moderation.record({ ...deed, by: self }),
      changed: () => processes.tell({ type: 'changed', channelId: null }),
      async endSessions(accountId) {
        await database.delete(sessions).where(eq(sessions.accountId, accountId));
        await processes.tell({ type: 'sessionsEnded', ended: { accountId, except: '' } });
      },
      async accountOf(login) {
        const { id, login: stored } = accountsTable;
        const [row] = await database
          .select({ id, login: stored })
          .from(accountsTable)
          .where(eq(stored, normaliseLogin(login)));
        if (row === undefined) throw new Error(`Nobody has the login ${normaliseLogin(login)}.`);
        return row;
      },
    });
  } finally {
    await opened.close();
  }
}
