// The report of a demo that does not come as far as scripts/demo/report.ts, which replaces it with all its steps.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Writes to the file of `--report`, where there is one, that set-up is not ok: no earlier report must stand for this run. */
export function reportSetUp(args, detail) {
  const at = args.findIndex((argument) => argument === '--report' || argument.startsWith('--report='));
  const file = args[at]?.startsWith('--report=') ? args[at].slice('--report='.length) : args[at + 1];
  if (at < 0 || file === undefined || file === '') return;
  const steps = [{ name: 'set up', ok: false, ms: 0, detail }];
  const platform = `${process.platform} ${process.arch}`;
  const report = { runtime: null, versions: {}, platform, startedAt: new Date().toISOString(), steps };
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(resolve(file), `${JSON.stringify(report, null, 2)}\n`);
}
