import { expect } from '@playwright/test';
import { usual } from './combinations.ts';
import { test } from './stage.ts';

// What a screen reader is told. After a change that is meant: playwright test --config … tree.spec.ts --update-snapshots
for (const scene of ['call-5', 'call-13', 'settings-talk', 'sign-in-empty']) {
  test(`${scene}: the accessibility tree`, async ({ stage }) => {
    const page = await stage.open(scene, usual);
    await expect(page.locator('body')).toMatchAriaSnapshot({ name: `${scene}.aria.yml` });
  });
}
