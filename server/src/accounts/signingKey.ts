import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '../database/openDatabase.ts';
import { settings } from '../database/schema.ts';

/** The key that signs access tokens. */
export interface SigningKey {
  current(): Uint8Array;
  /** A new one: whatever the old one signed is void from then on. */
  rotate(): Promise<void>;
  /** Another process may have rotated it. */
  reread(): Promise<void>;
}

/** The signing key of this data folder, made at the first start, readable by the server's user alone. */
export function readSigningKey(folder: string): SigningKey {
  const reread = async (): Promise<void> => undefined;
  if (folder === ':memory:') {
    let key = randomBytes(32);
    return { current: () => key, rotate: async () => void (key = randomBytes(32)), reread };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'signing.key');
  // Renamed into place, so that a crash leaves the old key or the new one, and never half of it.
  const make = (): void => {
    writeFileSync(`${file}.new`, randomBytes(32), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) make();
  let key: Uint8Array = readFileSync(file);
  return {
    current: () => key,
    async rotate() {
      make();
      key = readFileSync(file);
    },
    reread,
  };
}

/**
 * The signing key of several processes: HKDF (RFC 5869) of a secret that each has in its configuration and of a generation
 * that is in the database. Neither is enough: whoever reads the database, or a backup of it, signs nothing. To rotate is to
 * write another generation.
 */
export async function shareSigningKey(database: Database, secret: string): Promise<SigningKey> {
  const derive = (generation: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, generation, 'parley access tokens', 32));
  const name = 'signingGeneration';
  const newGeneration = (): string => randomBytes(16).toString('hex');
  const read = async (): Promise<Uint8Array> => {
    await database.insert(settings).values({ name, value: newGeneration() }).onConflictDoNothing();
    const [row] = await database.select().from(settings).where(eq(settings.name, name));
    return derive(row?.value ?? '');
  };
  let key = await read();
  return {
    current: () => key,
    async rotate() {
      const value = newGeneration();
      await database
        .insert(settings)
        .values({ name, value })
        .onConflictDoUpdate({ target: settings.name, set: { value } });
      key = derive(value);
    },
    reread: async () => void (key = await read()),
  };
}
