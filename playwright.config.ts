import { defineConfig } from '@playwright/test';

// The program end to end, on the Electron stand-in or on real Electron: PARLEY_E2E_RUNTIME=standin|electron.
// One worker: the specs measure sound and times, and two cores are all there is.
export default defineConfig({
  testDir: 'tests/e2e',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PARLEY_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['PARLEY_E2E_REPORT'] }]]
    : 'list',
  outputDir: 'test-results/e2e',
});
