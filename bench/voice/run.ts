// `npm run bench:voice`: all parts; `npm run bench:voice -- keys cost`: these; results of the others stay in report.json.
// `--rounds=3` says how often each subject of `delay` is measured, `--subjects=bare,balanced` which, `--attempts=3` how often one is
// measured while other programs are at work; `--add`: to the sessions of before. Linux.
import { startBench } from '../runParts.ts';
import { measureCost } from './cost.ts';
import { measureKeys } from './keys.ts';
import { figuresOf, measureDelays, subjects, type Session } from './mouthToEar.ts';
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
    const found = new Map<string, readonly Session[]>();
    if (process.argv.includes('--add')) {
      for (const { subject, taken = [] } of report().delay ?? [])
        if (names.includes(subject)) found.set(subject, taken);
    }
    await measureDelays(rig, names, { rounds, attempts: Number(option('attempts') ?? 3) }, (subject, session) => {
      found.set(subject, [...(found.get(subject) ?? []), session]);
      const fresh = [...found].map(([name, taken]) => figuresOf(name, taken));
      const kept = (report().delay ?? []).filter((one) => !found.has(one.subject));
      const order = Object.keys(subjects);
      keep({ delay: [...kept, ...fresh].toSorted((a, b) => order.indexOf(a.subject) - order.indexOf(b.subject)) });
    });
  }
} finally {
  await rig.stop();
}
finish();
