import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createChannelSchema } from '@parley/shared/backends/parley/channels';
import { loginSchema, storedTextSchema } from '@parley/shared/backends/parley/text';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { normaliseLogin } from './accounts/normaliseLogin.ts';
import { hashPassword } from './accounts/passwords.ts';
import { createChannels } from './channels.ts';
import type { Database } from './database/openDatabase.ts';
import { accounts, channels } from './database/schema.ts';

export const seedSchema = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        login: loginSchema.transform(normaliseLogin),
        name: storedTextSchema.trim().min(1).max(256),
        password: z.string().min(1).max(1024),
        administrator: z.boolean().default(false),
      }),
    )
    .default([]),
  channels: z.array(createChannelSchema).default([]),
});
export type Seed = z.input<typeof seedSchema>;

/** Accounts and channels that a new server begins with. Those that exist (by login, by name and kind) stay as they are. */
export async function seed(database: Database, input: Seed, now: () => number): Promise<void> {
  const wanted = seedSchema.parse(input);
  for (const { password, ...account } of wanted.accounts) {
    const [existing] = await database.select().from(accounts).where(eq(accounts.login, account.login));
    if (existing !== undefined) continue;
    const passwordHash = await hashPassword(password);
    await database.insert(accounts).values({ ...account, id: randomUUID(), passwordHash, createdAt: now() });
  }
  for (const channel of wanted.channels) {
    const same = and(eq(channels.name, channel.name), eq(channels.kind, channel.kind));
    const [existing] = await database.select().from(channels).where(same);
    if (existing === undefined) await createChannels(database).create(channel);
  }
}

/** The seed in a JSON file. Throws an `Error` that names the file and what is wrong, never a password. */
export function readSeed(file: string): Seed {
  try {
    return seedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : 'it cannot be read as JSON';
    throw new Error(`The seed file ${file} cannot be used: ${why}`, { cause: error });
  }
}
