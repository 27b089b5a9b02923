import { z } from 'zod';
import { permissionSchema } from '../permissions.ts';
import { readableName } from '../readableName.ts';

/** Text that is stored or looked up: a PostgreSQL `text` cannot hold U+0000. */
export const storedTextSchema = z
  .string()
  .refine((value) => !value.includes('\0'), { error: 'must not contain U+0000', abort: true });

/** What a person signs in with. Spaces around it are a slip of the keyboard; upper and lower case are the same. */
export const loginSchema = storedTextSchema.trim().min(1).max(256);

export const idSchema = storedTextSchema.min(1).max(256);

export const permissionListSchema = z.array(permissionSchema).max(64);

/** A name that other people see: something of it must be seen, and nothing of it steers what shows it. */
export const personNameSchema = storedTextSchema
  .trim()
  .min(1)
  .max(256)
  .refine((name) => !/\p{Cc}/u.test(name), { error: 'must have no control characters' })
  .refine((name) => readableName(name, '') !== '', { error: 'must be readable' });

/** A new password. Length is what counts (NIST SP 800-63B §3.1.1.2). */
export const newPasswordSchema = z.string().min(8).max(1024);

export const codeTextSchema = storedTextSchema.min(1).max(256);
