import { defineConfig } from 'vitest/config';

/** What has to become true in the end, on a busy machine as well; Vitest's own 1 s is a limit that nobody meant. */
const expect = { poll: { timeout: 15_000 } };
/** The same for `vi.waitFor`. */
const setupFiles = ['tests/fixtures/patience.ts'];

/** Calls that mostly wait for what does not answer. */
const waitingCalls = 'renderer/call/{transport,callTrouble,besideCalls}.integration.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{shared,electron,renderer,server,scripts,deploy,tests/standin,tests/bots,tests/fixtures}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts', '**/*.long.test.ts'],
          // Files share a process, which loads each module once: half the time. They leave nothing behind (any order passes).
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real servers and real operating system services; each file takes its own ports and folders. Two at a time: much
        // of it is waiting.
        test: {
          name: 'services',
          include: ['{electron,server,scripts,tests}/**/*.integration.test.ts', waitingCalls],
          exclude: ['**/node_modules/**', 'electron/hotkeys/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect,
          setupFiles,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // What listens, presses keys and measures: nothing runs beside it.
        test: {
          name: 'integration',
          include: ['{renderer,electron/hotkeys}/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**', waitingCalls],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect,
          setupFiles,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // What takes minutes by its nature: `npm run test:long`.
        test: {
          name: 'long',
          include: ['{renderer,server}/**/*.long.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 240_000,
          hookTimeout: 60_000,
          expect,
          setupFiles,
          fileParallelism: false,
        },
      },
    ],
  },
});
