import { resolve } from 'node:path';

/** What `drizzle-kit` made of the changes of `schema.ts`, in order. */
export const migrationsFolder = resolve(import.meta.dirname, '../../drizzle');
