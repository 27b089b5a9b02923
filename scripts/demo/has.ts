import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a command is on PATH. */
export const has = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
