import { runtime } from '../standin/launch.ts';
import { expect, test } from './support/test.ts';

test('Windows says whether its network is metered @windows', async ({ start }) => {
  test.skip(process.platform !== 'win32' || runtime() !== 'electron', 'only Windows is asked by PowerShell');
  const { page } = await start();
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.locator('[data-page="voice"]').click();
  // Which of both depends on the machine; that it says neither is what fails.
  await expect(page.locator('body')).toContainText(/This network is (?:not )?metered now\./, { timeout: 30_000 });
});
