import type { ParleyError } from './errors.ts';

/** What a function at a boundary (IPC, HTTP, disk, hook process) returns: a value, or an error with a code from a closed set. */
export type Result<T, E = ParleyError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const err = <E>(error: E): Result<never, E> => ({ ok: false, error });
