import { defineConfig } from '@playwright/test';

// The conformance suite: PARLEY_E2E_RUNTIME=standin (the default) or electron.
export default defineConfig({
  testDir: 'conformance',
  workers: 1,
  timeout: 30_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PARLEY_E2E_REPORT']
    ? [['list'], ['json', { outputFile: process.env['PARLEY_E2E_REPORT'] }]]
    : 'list',
  outputDir: '../../test-results/conformance',
});
