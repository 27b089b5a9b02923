import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, type Page } from '@playwright/test';
import { launchElectron } from '../launch.ts';

export const application = join(import.meta.dirname, 'app');
const switches = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
/** The conformance application, started on a folder of its own. */
export const test = base.extend<{ userData: string; app: ElectronApplication; page: Page }>({
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  app: async ({ userData }, use) => {
    const app = await launchElectron({ args: [...switches, application], userData });
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await page.waitForFunction(() => 'bridge' in window);
    await use(page);
  },
});

export { expect } from '@playwright/test';
