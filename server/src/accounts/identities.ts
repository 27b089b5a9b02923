import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { isDuplicate } from '../database/queryFailure.ts';
import { accounts, identities } from '../database/schema.ts';
import { giveBackRestrictions } from '../moderation/departed.ts';
import type { Person } from '../oidc/person.ts';
import { failure } from '../routes/failure.ts';

/** Who is who at an identity provider. An account is found by issuer and subject, and by nothing else. */
export interface Identities {
  /** Null: this server does not know the person. */
  accountOf(person: Pick<Person, 'issuer' | 'subject'>): Promise<string | null>;
  /**
   * A new account, without a password, with the mutes and bans that the person had in one that is deleted. The account that is there when another sign-in of the same person was faster. Throws
   * `conflict` when somebody else has the login.
   */
  create(person: Person): Promise<string>;
  /** Whoever the account was at this issuer before is forgotten. Throws `conflict` when the person has another account. */
  link(accountId: string, issuer: string, subject: string | null): Promise<void>;
}

export function createIdentities(database: Database, now: () => number): Identities {
  const accountOf: Identities['accountOf'] = async ({ issuer, subject }) => {
    const [found] = await database
      .select({ accountId: identities.accountId })
      .from(identities)
      .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
    return found?.accountId ?? null;
  };
  return {
    accountOf,
    async create({ issuer, subject, login, name }) {
      const id = randomUUID();
      try {
        await database.transaction(async (transaction) => {
          await transaction.insert(accounts).values({ id, login, name, createdAt: now() });
          await transaction.insert(identities).values({ issuer, subject, accountId: id, createdAt: now() });
          await giveBackRestrictions(transaction, { issuer, subject }, id, now());
        });
        return id;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const faster = await accountOf({ issuer, subject });
        if (faster !== null) return faster;
        throw failure('conflict', `The login ${login.slice(0, 256)} is taken by another account of this server.`);
      }
    },
    async link(accountId, issuer, subject) {
      try {
        await database.transaction(async (transaction) => {
          await transaction
            .delete(identities)
            .where(and(eq(identities.accountId, accountId), eq(identities.issuer, issuer)));
          if (subject === null) return;
          await transaction.insert(identities).values({ issuer, subject, accountId, createdAt: now() });
          await giveBackRestrictions(transaction, { issuer, subject }, accountId, now());
        });
      } catch (error) {
        if (isDuplicate(error)) throw failure('conflict', 'This person has another account here.');
        throw error;
      }
    },
  };
}
