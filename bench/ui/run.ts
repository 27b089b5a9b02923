// `npm run bench:ui`: all parts; `npm run bench:ui -- click open`: these; results of the others stay in report.json.
// It measures and writes; it ends with an error only where something does not run.
import { startPages } from './browser.ts';
import { measureParticipants } from './parts/participants.ts';
import { profileParticipants } from './parts/profile.ts';
import { measureClicks, measureMemory, measureOpen } from './parts/simulated.ts';
import { startBench } from '../runParts.ts';
import { tablesOf } from './report.ts';

const { runs, keep, finish } = startBench(
  import.meta.dirname,
  ['open', 'click', 'memory', 'participants', 'profile'],
  tablesOf,
);
const progress = (line: string): void => console.log(line);

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
finish();
