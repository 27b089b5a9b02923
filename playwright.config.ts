import { defineConfig } from '@playwright/test';

// The program end to end, on the Electron stand-in or on real Electron: PARLEY_E2E_RUNTIME=standin|electron.
// Two projects, one after the other (`npm run test:e2e`): where much is waiting, two specs run side by side; what listens,
// presses keys and measures times runs alone, since two cores are all there is. `@long`: what waits for minutes in all, in
// `npm run test:long`.
const alone = ['**/call.spec.ts', '**/devices.spec.ts', '**/keyboard.spec.ts', '**/keys.spec.ts', '**/tray.spec.ts'];

export default defineConfig({
  testDir: 'tests/e2e',
  workers: 2,
  projects: [
    { name: 'together', testIgnore: alone, grepInvert: /@long/, outputDir: 'test-results/e2e/together' },
    { name: 'alone', testMatch: alone, workers: 1, outputDir: 'test-results/e2e/alone' },
    { name: 'long', grep: /@long/, workers: 1, outputDir: 'test-results/e2e/long' },
  ],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PARLEY_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['PARLEY_E2E_REPORT'] }]]
    : 'list',
});
