import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';

// The gallery (`renderer/gallery`), looked at from all sides. PARLEY_GALLERY=full: every scene in every combination, which
// `npm run test:long` does; PARLEY_GALLERY_SCENES=call-5,channels: only these.
export default defineConfig({
  testDir: '.',
  globalSetup: './globalSetup.ts',
  workers: availableParallelism(),
  fullyParallel: true,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: process.env['PARLEY_E2E_REPORT']
    ? [['dot'], ['json', { outputFile: process.env['PARLEY_E2E_REPORT'] }]]
    : [['dot']],
  outputDir: '../../test-results/gallery',
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
});
