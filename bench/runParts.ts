import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

/** What every `report.json` says beside its figures. */
export interface Measured {
  readonly machine?: { readonly cores: number; readonly processor: string };
  /** How many programs wanted a processor in the minute at whose end a part was over. */
  readonly load?: Readonly<Record<string, number>>;
}

/** One benchmark that runs: its parts, and the report that outlives it. */
export interface Bench<Part extends string, Report extends Measured> {
  /** Whether a part was asked for on the command line; all are, where none is. */
  runs(part: Part): boolean;
  /** Figures of before, to be added to. */
  report(): Report;
  /** Puts figures into `report.json` at once: what was measured is not lost when a later part fails. */
  keep(figures: Partial<Report>): void;
  /** Writes the tables into the README, below its mark, and prints them. */
  finish(): void;
}

const begin = '<!-- figures -->';

/**
 * A benchmark in `folder`, which has a README.md; `report.json` keeps figures of parts that are not run. Throws for a part
 * that does not exist.
 */
export function startBench<const Part extends string, Report extends Measured>(
  folder: string,
  parts: readonly Part[],
  tablesOf: (report: Report) => string,
): Bench<Part, Report> {
  const file = join(folder, 'report.json');
  const readme = join(folder, 'README.md');
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const unknown = wanted.filter((part) => !parts.some((known) => known === part));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: ${parts.join(', ')}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this program wrote it
  let report = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as Report;
  return {
    runs: (part) => wanted.length === 0 || wanted.includes(part),
    report: () => report,
    keep(figures) {
      const load = { ...report.load, [Object.keys(figures).join()]: Number((loadavg()[0] ?? 0).toFixed(1)) };
      const [first] = cpus();
      const machine = { cores: cpus().length, processor: first?.model ?? 'unknown' };
      report = { ...report, ...figures, load, machine };
      writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    },
    finish() {
      // The check of the repository's format counts for written files as well.
      spawnSync('oxfmt', [file], { stdio: 'ignore', shell: process.platform === 'win32' });
      const tables = tablesOf(report);
      const [text = ''] = readFileSync(readme, 'utf8').split(begin);
      writeFileSync(readme, `${text}${begin}\n\n${tables}`);
      console.log(tables);
    },
  };
}
