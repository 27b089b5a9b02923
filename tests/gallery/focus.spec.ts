import { nameOf, usual, type Combination } from './combinations.ts';
import { nothing, test } from './stage.ts';

const scenes: readonly string[] = [
  ...['sign-in-empty', 'channels', 'call-5', 'call-13', 'settings-talk', 'settings-sound'],
  ...['screen-picker-3', 'palette', 'notices-stack', 'connection-page-many'],
];
const combinations: readonly Combination[] = [
  usual,
  { ...usual, theme: 'contrast', size: '480×320' },
  { ...usual, theme: 'dark', language: 'ar', size: '760×560' },
];
/** More than any window has. */
const most = 60;

scenes.forEach((scene, index) => {
  const others = combinations.slice(1);
  for (const combination of [usual, ...others.slice(index % 2, (index % 2) + 1)]) {
    test(`${scene}: Tab shows where the focus is: ${nameOf(combination)}`, async ({ stage }) => {
      const page = await stage.open(scene, combination);
      await page.evaluate(() => window.galleryChecks.rememberLooks());
      const visited = new Set<string>();
      const findings: string[] = [];
      for (let step = 0; step < most; step += 1) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(() => window.galleryChecks.judgeFocusRing());
        if (seen === null || visited.has(seen.id)) break;
        visited.add(seen.id);
        findings.push(...seen.findings);
      }
      if (visited.size === 0) findings.push('Tab reaches nothing');
      nothing(findings, 'focus');
    });
  }
});
