import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,server,scripts,deploy,tests/standin,tests/bots}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.integration.test.ts', '**/*.long.test.ts'],
        },
      },
      {
        // Real servers and real operating system services; each file takes its own ports and folders.
        test: {
          name: 'integration',
          include: ['{electron,renderer,server,scripts,tests}/**/*.integration.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
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
          fileParallelism: false,
        },
      },
    ],
  },
});
