import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { redact } from './redact.ts';

export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** A deliberate fire-and-forget: a rejection is logged and goes no further. */
  background(what: string, work: Promise<unknown>): void;
}

/** The log file is put aside at this size (bytes); one older file is kept. */
const rotateAt = 1_000_000;

/**
 * A log of JSON lines in `folder`, redacted, rotated. A full disk or a read-only folder costs lines, never the program.
 * Lines are few (a state change, a failure), so they are written at once: a crash keeps the line before it.
 */
export function createLog(folder: string): Log {
  const file = join(folder, 'parley.log');
  const write = (level: string, message: string, fields?: Record<string, unknown>): void => {
    const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...(redact(fields ?? {}) as object) });
    if (level !== 'info') console.error(`[parley] ${line}`);
    try {
      mkdirSync(folder, { recursive: true });
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > rotateAt) renameSync(file, `${file}.1`);
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // Nowhere left to tell it.
    }
  };
  const log: Log = {
    info: (message, fields) => write('info', message, fields),
    warn: (message, fields) => write('warn', message, fields),
    error: (message, fields) => write('error', message, fields),
    background(what, work) {
      work.catch((error: unknown) => write('error', `${what} failed`, { error }));
    },
  };
  return log;
}
