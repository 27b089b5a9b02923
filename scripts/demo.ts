// `npm run demo`: LiveKit, Parley server, a bot and the program, all of this machine; its options are in
// scripts/setup/arguments.mjs.
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join, resolve } from 'node:path';
import { runtime } from '../tests/standin/launch.ts';
import { createCleanup } from './demo/cleanup.ts';
import { runHeadless } from './demo/headless.ts';
import { runInteractive } from './demo/interactive.ts';
import { readOptions, type DemoOptions } from './demo/options.ts';
import { prepare } from './demo/prepare.ts';
import { watchProcesses } from './demo/processes.ts';
import { createReport } from './demo/report.ts';
import { livekitVersion } from './demo/servers.ts';
import { UsageError } from './setup/arguments.mjs';
import { onParentGone } from './setup/parent.mjs';
import { reportSetUp } from './setup/report.mjs';

const root = join(import.meta.dirname, '..');
/** A headless run that takes longer hangs, ms; and so does an end that takes longer. */
const runLimit = 90_000;
const endLimit = 15_000;

const say = (line: string): void => console.log(line);
const lineOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

/** Resolves with the exit code when everything has ended. */
async function demo(options: DemoOptions): Promise<number> {
  if (options.report !== null) reportSetUp(options.report, 'not done');
  const headless = options.headless || isWithoutDisplay();
  if (headless && !options.headless)
    say('There is no display (DISPLAY is not set): the demo drives the program itself.');
  const stopped = Promise.withResolvers<never>();
  // Somebody always waits for it below, but perhaps not yet.
  stopped.promise.catch(() => undefined);
  let signalled = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signalled = true;
      stopped.reject(new Error(`ended by ${signal}`));
    });
  }
  onParentGone(() => process.kill(process.pid, 'SIGTERM'));
  const report = headless
    ? createReport({
        file: options.report === null ? null : resolve(options.report),
        runtime: runtime(),
        versions: {
          parley: ownVersion(),
          node: process.versions.node,
          electron: null,
          chromium: null,
          livekit: livekitVersion(),
        },
        platform: `${process.platform} ${process.arch} ${release()}`,
        say,
      })
    : null;

  const { folder, port, unlock } = await prepare(root, options.port, report);
  const cleanup = createCleanup();
  const processes = watchProcesses();
  const servers = { root, folder, port, voice: { kind: 'phrase' } as const, cleanup, say };
  let code = 0;
  try {
    if (report === null) {
      await Promise.race([runInteractive({ servers, folder, cleanup, processes, say }), stopped.promise]);
      say('The program has ended.');
    } else {
      setTimeout(() => stopped.reject(new Error(`not done after ${runLimit / 1000} s`)), runLimit).unref();
      report.interruptedBy(stopped.promise);
      await runHeadless({ servers, folder, cleanup, processes, report });
      code = report.allOk() ? 0 : 1;
    }
  } catch (error) {
    if (signalled && !headless) say('Ending.');
    else {
      console.error(`demo: ${lineOf(error)}`);
      code = 1;
    }
  }
  // Whatever hangs, the guard ends it.
  await Promise.race([cleanup.run(), new Promise((next) => setTimeout(next, endLimit).unref())]).catch(
    (error: unknown) => {
      console.error(`demo: ${lineOf(error)}`);
      code = 1;
    },
  );
  await processes.end();
  unlock();
  say('Everything has ended.');
  return code;
}

/** Windows and macOS always have one as far as a process can tell. */
const isWithoutDisplay = (): boolean =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];

const ownVersion = (): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

try {
  process.exit(await demo(readOptions(process.argv.slice(2))));
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? error.message : `demo: ${lineOf(error)}`);
  process.exit(isUsage ? 2 : 1);
}
