import { expect } from '@playwright/test';
import { usual } from './combinations.ts';
import { axe, geometry, nothing, test } from './stage.ts';

const scenes: readonly string[] = [
  ...['sign-in-busy', 'channels-loading', 'call-5', 'call-13', 'microphone-open'],
  ...['connecting', 'reconnecting', 'notices-stack', 'screen-picker-loading', 'settings-talk'],
];
const animations = (): readonly string[] => window.galleryChecks.animations();

for (const scene of scenes) {
  test(`${scene}: forced colours and reduced motion`, async ({ stage }) => {
    const media = { forcedColors: 'active', reducedMotion: 'reduce' } as const;
    const page = await stage.open(scene, usual, { still: false, media });
    nothing(await page.evaluate(animations), 'animations');
    nothing(await geometry(page), 'geometry');
    nothing(await axe(page), 'axe');
  });
}

test('something moves where it may, so that the above means something', async ({ stage }) => {
  const page = await stage.open('screen-picker-loading', usual, { still: false });
  expect(await page.evaluate(animations)).not.toEqual([]);
});
