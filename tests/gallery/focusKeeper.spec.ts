import { expect, type Page } from '@playwright/test';
import { usual } from './combinations.ts';
import { test } from './stage.ts';

/** What has the focus: its part of the window and its words. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nothing';
    const part = element.closest('.notices, [data-part="voice-bar"], [data-part="channel-list"]');
    return `${part?.getAttribute('data-part') ?? part?.className ?? 'elsewhere'}: ${element.getAttribute('aria-label') ?? element.textContent}`;
  });

test('the focus goes to what is nearest when its element is removed', async ({ stage }) => {
  const page = await stage.open('notices-stack', usual);
  const dismissals = page.locator('.notices').getByRole('button', { name: 'Dismiss' });
  const before = await dismissals.count();
  await dismissals.nth(1).focus();
  await page.keyboard.press('Enter');
  await expect(dismissals).toHaveCount(before - 1);
  await expect.poll(() => focused(page)).toBe('notices: Dismiss');
});

test('the focus stays in its part of the window when its element is disabled', async ({ stage }) => {
  const page = await stage.open('call-5', usual);
  await page.locator('[data-part="voice-bar"]').getByRole('button', { name: 'Leave' }).focus();
  await page.evaluate(() => window.galleryHappens({ state: { phase: 'idle' } }));
  await expect(page.locator('[data-part="voice-bar"]').getByRole('button', { name: 'Leave' })).toBeDisabled();
  await expect.poll(() => focused(page)).toMatch(/^voice-bar: /);
});

test('what is left by a click beside everything stays left', async ({ stage }) => {
  const page = await stage.open('notices-stack', usual);
  const dismissal = page.locator('.notices').getByRole('button', { name: 'Dismiss' }).first();
  await dismissal.focus();
  await page.mouse.click(5, 400);
  await expect.poll(() => focused(page)).toBe('nothing');
  await page.evaluate(() => window.galleryHappens({ notices: [] }));
  await page.waitForTimeout(100);
  expect(await focused(page)).toBe('nothing');
});
