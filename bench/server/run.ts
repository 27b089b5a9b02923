// `npm run bench:server`: all parts; `npm run bench:server -- tickets`: these; results of the others stay in report.json.
// It measures and writes; it ends with an error only where something does not run.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startLiveKit } from '../../tests/fixtures/livekit.ts';
import {
  measureCrowd,
  measureGrowth,
  measureProfile,
  measureStart,
  measureTickets,
  type GrowthFigures,
} from './parts.ts';
import { tablesOf, type Report } from './report.ts';

const file = join(import.meta.dirname, 'report.json');
const readme = join(import.meta.dirname, 'README.md');
const begin = '<!-- figures -->';

const parts = ['tickets', 'profile', 'crowd', 'start', 'growth'] as const;
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((part) => !parts.some((known) => known === part));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: ${parts.join(', ')}`);
const runs = (part: (typeof parts)[number]): boolean => wanted.length === 0 || wanted.includes(part);

let report: Report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : {};
const keep = (part: Partial<Report>): void => {
  const load = { ...report.load, [Object.keys(part).join()]: Number((loadavg()[0] ?? 0).toFixed(1)) };
  const [first] = cpus();
  report = { ...report, ...part, load, machine: { cores: cpus().length, processor: first?.model ?? 'unknown' } };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
};

const livekit = await startLiveKit();
try {
  if (runs('tickets')) keep({ tickets: await measureTickets(livekit) });
  if (runs('profile')) keep({ profile: await measureProfile(livekit) });
  if (runs('crowd')) keep({ crowd: await measureCrowd(livekit, 1_000) });
  if (runs('start')) keep({ start: await measureStart() });
  if (runs('growth')) {
    const growth: GrowthFigures[] = [];
    for (const size of [10, 100, 1_000, 10_000]) {
      growth.push(await measureGrowth(livekit, size));
      console.log(JSON.stringify(growth.at(-1)));
    }
    keep({ growth });
  }
} finally {
  await livekit.stop();
}
// The check of the repository's format counts for written files as well.
spawnSync('oxfmt', [file], { stdio: 'ignore', shell: process.platform === 'win32' });
const tables = tablesOf(report);
const [text = ''] = readFileSync(readme, 'utf8').split(begin);
writeFileSync(readme, `${text}${begin}\n\n${tables}`);
console.log(tables);
