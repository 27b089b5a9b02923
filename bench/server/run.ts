// `npm run bench:server`: all parts; `npm run bench:server -- tickets`: these; results of the others stay in report.json.
// It measures and writes; it ends with an error only where something does not run.
import { startLiveKit } from '../../tests/fixtures/livekit.ts';
import {
  measureCrowd,
  measureGrowth,
  measureProfile,
  measureStart,
  measureTickets,
  type GrowthFigures,
} from './parts.ts';
import { startBench } from '../runParts.ts';
import { tablesOf } from './report.ts';

const { runs, keep, finish } = startBench(
  import.meta.dirname,
  ['tickets', 'profile', 'crowd', 'start', 'growth'],
  tablesOf,
);

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
finish();
