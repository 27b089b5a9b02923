// `npm run test:long -- [--again] [rounds]`: what takes too long for `npm test`. The whole way through the program, again and
// again (sign in, join, hear, hold a key, be heard, let go, leave, nothing left behind); the server killed under writes; PostgreSQL and LiveKit gone
// for a minute; what else waits for long; every network of tests/lab; then
// every scene of the gallery in every language, size, zoom and theme. What is done is stored as it ends, by what it tested; a second start goes on where
// the first was interrupted, or `--again` from the beginning.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from './demo/has.ts';
import { waitEndToEnd } from './long/endToEnd.ts';
import { goThroughNetworks } from './long/lab.ts';
import { lookAtGallery } from './long/gallery.ts';
import { killServer } from './long/kills.ts';
import { watchOutages } from './long/outages.ts';
import { stateName } from './long/stateName.ts';
import { readArguments } from './setup/arguments.mjs';
import { addUp, closingLines, type Count } from './test/counts.ts';
import { missing } from './test/needs.ts';

const root = join(import.meta.dirname, '..');
const { values, positionals } = readArguments('long', process.argv.slice(2));
const rounds = Number(positionals[0] ?? 50);
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
const state = stateName(root, commit);
const folder = join(root, '.cache', 'long');
const file = join(folder, state);
mkdirSync(folder, { recursive: true });
const galleryFile = join(folder, `gallery-${state}`);
const killFolder = join(folder, `kills-${state.replace('.json', '')}`);
if (values.again)
  for (const one of [file, galleryFile, killFolder, `${killFolder}.failed`])
    rmSync(one, { recursive: true, force: true });

interface Round {
  readonly at: string;
  readonly ok: boolean;
  /** The steps that failed, or how long each took, ms. */
  readonly steps: Readonly<Record<string, string | number>>;
}
const done: Round[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Round[]) : [];
if (done.length > 0) console.log(`· going on after round ${done.length} of ${state} (--again begins anew)`);

while (done.length < rounds) {
  const report = join(folder, 'report.json');
  const { status } = spawnSync(process.execPath, ['scripts/demo.ts', '--headless', '--report', report], {
    cwd: root,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { steps } = JSON.parse(readFileSync(report, 'utf8')) as {
    steps: { name: string; ok: boolean; ms: number; detail: string }[];
  };
  done.push({
    at: new Date().toISOString(),
    ok: status === 0,
    steps: Object.fromEntries(steps.map(({ name, ok, ms, detail }) => [name, ok ? ms : detail])),
  });
  writeFileSync(`${file}.new`, `${JSON.stringify(done, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  console.log(`${status === 0 ? '✓' : '✗'} round ${done.length} of ${rounds}`);
}
const passed = done.filter(({ ok }) => ok).length;
const kills = await killServer(killFolder);
const machine = {
  env: process.env,
  platform: process.platform,
  exists: existsSync,
  has,
  root: process.getuid?.() === 0,
};
const noLab = missing('lab', machine) ?? missing('livekit', machine);
const lab: Count =
  noLab === null
    ? goThroughNetworks(root, join(folder, 'lab-report.json'))
    : { passed: 0, failed: 0, skipped: [`lab: ${noLab}`] };
const reason = missing('gallery', machine);
const gallery: Count =
  reason === null ? lookAtGallery(root, galleryFile) : { passed: 0, failed: 0, skipped: [`gallery: ${reason}`] };
const forOutages = ['postgres', 'livekit'] as const;
const lacking = forOutages.flatMap(
  (need) => missing(need, { env: process.env, platform: process.platform, exists: existsSync, has }) ?? [],
);
const outages: Count =
  lacking.length === 0
    ? watchOutages(root, join(folder, 'outages.json'))
    : { passed: 0, failed: 0, skipped: lacking.map((why) => `outages: ${why}`) };
const noProgram = missing('program', machine) ?? missing('livekit', machine);
const endToEnd: Count =
  noProgram === null
    ? await waitEndToEnd(root, machine, join(folder, 'end-to-end.json'))
    : { passed: 0, failed: 0, skipped: [`end-to-end: ${noProgram}`] };
const total = addUp([{ passed, failed: done.length - passed, skipped: [] }, kills, outages, endToEnd, lab, gallery]);
console.log(`\nstored in ${file.slice(root.length + 1)} and ${galleryFile.slice(root.length + 1)}`);
for (const line of closingLines(total)) console.log(line);
process.exit(total.failed === 0 ? 0 : 1);
