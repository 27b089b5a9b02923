// `npm run bench:ui`: all parts; `npm run bench:ui -- click open`: these; results of the others stay in report.json.
// It measures and writes; it ends with an error only where something does not run.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { startPages } from './browser.ts';
import { measureParticipants } from './parts/participants.ts';
import { profileParticipants } from './parts/profile.ts';
import { measureClicks, measureMemory, measureOpen } from './parts/simulated.ts';
import { tablesOf, type Report } from './report.ts';

const file = join(import.meta.dirname, 'report.json');
const readme = join(import.meta.dirname, 'README.md');
const begin = '<!-- figures -->';

const parts = ['open', 'click', 'memory', 'participants', 'profile'] as const;
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((part) => !parts.some((known) => known === part));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}: ${parts.join(', ')}`);
const runs = (part: (typeof parts)[number]): boolean => wanted.length === 0 || wanted.includes(part);
const progress = (line: string): void => console.log(line);

let report: Report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : {};
const keep = (part: Partial<Report>): void => {
  const load = { ...report.load, [Object.keys(part).join()]: Number((loadavg()[0] ?? 0).toFixed(1)) };
  const [first] = cpus();
  report = { ...report, ...part, load, machine: { cores: cpus().length, processor: first?.model ?? 'unknown' } };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
};

const pages = await startPages(false);
try {
  if (runs('open')) keep({ open: await measureOpen(pages, [2, 50, 200]) });
  if (runs('click')) {
    keep({
      click: await measureClicks(pages, [
        { participants: 2, changesPerSecond: 0 },
        { participants: 200, changesPerSecond: 0 },
        { participants: 200, changesPerSecond: 10 },
      ]),
    });
  }
  if (runs('memory')) keep({ memory: await measureMemory(pages) });
  if (runs('participants')) keep({ participants: await measureParticipants(pages, [10, 50, 100, 200], 100, progress) });
} finally {
  await pages.stop();
}
if (runs('profile')) {
  // Names that can be read in the place of short ones.
  const readable = await startPages(true);
  try {
    keep({ profile: await profileParticipants(readable, 100) });
  } finally {
    await readable.stop();
  }
}
// The check of the repository's format counts for written files as well.
spawnSync('oxfmt', [file], { stdio: 'ignore', shell: process.platform === 'win32' });
const tables = tablesOf(report);
const [text = ''] = readFileSync(readme, 'utf8').split(begin);
writeFileSync(readme, `${text}${begin}\n\n${tables}`);
console.log(tables);
