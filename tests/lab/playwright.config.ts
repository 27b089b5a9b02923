import { defineConfig } from '@playwright/test';

// Started by `run.ts`, which makes the networks. One worker: there is one laboratory.
export default defineConfig({
  testDir: '.',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PARLEY_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['PARLEY_E2E_REPORT'] }]]
    : 'list',
  outputDir: '../../test-results/lab',
});
