// The report of a demo that does not come as far as scripts/demo/report.ts, which replaces it with all its steps.
import { statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './arguments.mjs';

/**
 * Writes to `file` that set-up is not ok: no earlier report must stand for this run. Throws a UsageError where that
 * cannot be: a folder that does not exist is more likely mistyped than wanted.
 */
export function reportSetUp(file, detail) {
  const steps = [{ name: 'set up', ok: false, ms: 0, detail }];
  const platform = `${process.platform} ${process.arch}`;
  const report = { runtime: null, versions: {}, platform, startedAt: new Date().toISOString(), steps };
  const folder = dirname(resolve(file));
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`demo: --report ${file}: there is no folder ${folder}`);
  }
  try {
    writeFileSync(resolve(file), `${JSON.stringify(report, null, 2)}\n`);
  } catch (error) {
    throw new UsageError(`demo: --report ${file} cannot be written (${error.code})`);
  }
}
