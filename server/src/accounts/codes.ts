import { createHash, randomBytes } from 'node:crypto';

/** What the server keeps of a secret that it handed out. It has 256 random bits, so that a plain hash is enough. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret that goes into a link. */
export const newCode = (): string => randomBytes(32).toString('base64url');
