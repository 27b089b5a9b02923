// `npm run bench:voice`: all parts; `npm run bench:voice -- keys cost`: these; results of the others stay in report.json.
// `--rounds=3` says how often each subject of `delay` is measured, `--subjects=bare,balanced` which. Linux.
import { startBench } from '../runParts.ts';
import { measureCost } from './cost.ts';
import { measureKeys } from './keys.ts';
import { measureDelays, subjects } from './mouthToEar.ts';
import { tablesOf } from './report.ts';
import { startRig } from './rig.ts';

const { runs, keep, report, finish } = startBench(import.meta.dirname, ['delay', 'keys', 'cost'], tablesOf);
const option = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const rounds = Number(option('rounds') ?? 3);
const names = option('subjects')?.split(',') ?? Object.keys(subjects);
// An exit ends what was started.
process.on('SIGTERM', () => process.exit(143));

const rig = await startRig();
try {
  if (runs('keys')) keep({ keys: await measureKeys(rig) });
  if (runs('cost')) keep({ cost: await measureCost(rig) });
  if (runs('delay')) {
    const fresh = await measureDelays(rig, names, rounds);
    const all = [...(report().delay ?? []).filter(({ subject }) => !names.includes(subject)), ...fresh];
    const order = Object.keys(subjects);
    keep({ delay: all.toSorted((a, b) => order.indexOf(a.subject) - order.indexOf(b.subject)) });
  }
} finally {
  await rig.stop();
}
finish();
