import { usual } from './combinations.ts';
import { nothing, test } from './stage.ts';

/** Where names stand in rows: of people, channels and categories. */
const rows = '.occupant-name, .tile-name, .roster .name, .speaking-now .name, .channel-name, .group-legend';

for (const scene of ['call-hostile-tiles', 'call-hostile-roster', 'channels-hostile-names'])
  test(`${scene}: no row is without a name that one can see`, async ({ stage }) => {
    const page = await stage.open(scene, usual);
    const findings = await page.evaluate(
      (selector) =>
        [...document.querySelectorAll(selector)]
          .filter(({ textContent }) => !/[^\p{Default_Ignorable_Code_Point}\p{Cc}\p{Z}]/u.test(textContent))
          .map(({ outerHTML }) => outerHTML),
      rows,
    );
    nothing(findings, 'names');
  });

for (const [scene, language] of [
  ['call-5', 'de'],
  ['call-hostile-roster', 'pseudo'],
] as const)
  test(`${scene}: what tells people apart is left of a name that is shortened: ${language}`, async ({ stage }) => {
    const page = await stage.open(scene, { ...usual, language, zoom: 200 });
    const findings = await page.evaluate(
      (selector) =>
        [...document.querySelectorAll<HTMLElement>(selector)].flatMap((row) => {
          const room = row.getBoundingClientRect();
          return [...row.querySelectorAll('small')]
            .filter((small) => {
              const box = small.getBoundingClientRect();
              return box.width === 0 || box.left < room.left - 1 || box.right > room.right + 1;
            })
            .map((small) => `${small.textContent} is cut: ${row.textContent}`);
        }),
      rows,
    );
    nothing(findings, 'marks');
  });
