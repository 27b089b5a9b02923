import { covering, everyLayout, nameOf, sizes, themes, usual, type Combination } from './combinations.ts';
import { allScenes, componentScenes, hostileScenes, picturedScenes, screenScenes } from './scenes.ts';
import { axe, geometry, literals, nothing, showTheme, takePicture, test, type LeftOut } from './stage.ts';

const full = process.env['PARLEY_GALLERY'] === 'full';
const chosen = process.env['PARLEY_GALLERY_SCENES']?.split(',');
const scenes = chosen === undefined ? allScenes : allScenes.filter((id) => chosen.includes(id));

const isSheet = (scene: string): boolean => componentScenes.includes(scene);

/** What axe is not asked about a scene, and why not. */
const leftOutOf = (scene: string): LeftOut => ({
  ...(isSheet(scene) ? { 'page-has-heading-one': 'a sheet of samples is no page of the program' } : {}),
  ...(scene.includes('tooltip')
    ? { region: 'react-aria puts a tooltip at the end of the body; it is read as the description of its button' }
    : {}),
  ...(scene.startsWith('palette')
    ? {
        'scrollable-region-focusable':
          'the focus stays in the field, from which the arrow keys move and scroll the list',
        'label-content-name-mismatch': 'react-aria names a command by its words and describes it by its keys',
      }
    : {}),
});

/** How a scene is looked at beside `usual`. */
function othersOf(scene: string): readonly Combination[] {
  if (full) return everyLayout.filter((one) => nameOf(one) !== nameOf(usual));
  const covered = screenScenes.includes(scene) ? covering(allScenes.indexOf(scene)) : [];
  if (!hostileScenes.includes(scene)) return covered;
  // Names that were made to break it: in every size also where letters are of the usual length.
  const everySize = sizes.filter((size) => size !== usual.size).map((size): Combination => ({ ...usual, size }));
  return [...covered, ...everySize, { ...usual, zoom: 200 }];
}

/** Beside the usual size: where there is least room, and from right to left. */
const isWorthAPicture = ({ language, size }: Combination): boolean => language === 'ar' || size === '480×320';

for (const scene of scenes) {
  const others = othersOf(scene);
  const pictured = !full && picturedScenes.includes(scene);
  const title = full ? 'every combination' : [usual, ...others].map(nameOf).join(', ');

  test(`${scene}: ${title}`, async ({ stage }) => {
    test.setTimeout(30_000 * (others.length + 1));

    await test.step(nameOf(usual), async () => {
      const page = await stage.open(scene, usual);
      nothing(await geometry(page), nameOf(usual));
      nothing(await axe(page, { leftOut: leftOutOf(scene) }), `axe: ${nameOf(usual)}`);
      for (const theme of themes) {
        await showTheme(page, theme);
        if (pictured) await takePicture(page, scene, { ...usual, theme });
        // The other rules do not depend on colours.
        if (theme !== usual.theme)
          nothing(
            await axe(page, { rules: ['color-contrast', 'link-in-text-block'] }),
            `axe: ${nameOf({ ...usual, theme })}`,
          );
      }
    });

    for (const combination of others) {
      await test.step(nameOf(combination), async () => {
        const page = await stage.open(scene, combination);
        if (pictured && isWorthAPicture(combination)) await takePicture(page, scene, combination);
        nothing(await geometry(page), nameOf(combination));
        if (combination.language === 'pseudo' && !isSheet(scene))
          nothing(await literals(page), `texts that are in no locale file: ${nameOf(combination)}`);
        if (!full) return;
        // Wider borders and the like: what a theme may change beside colours.
        for (const theme of themes.filter((one) => one !== combination.theme)) {
          await showTheme(page, theme);
          nothing(await geometry(page), nameOf({ ...combination, theme }));
        }
      });
    }
  });
}
