import { expect } from '@playwright/test';
import { allScenes } from './scenes.ts';
import { covering, languages, nameOf, sizes, themes, usual, viewportOf, zooms } from './combinations.ts';
import { geometry, literals, test } from './stage.ts';

const box = 'position: absolute; box-sizing: border-box;';

// What the checks are to find, and what they are to leave alone.
const wrong: readonly (readonly [what: string, html: string, finding: RegExp])[] = [
  [
    'text that is cut',
    `<p style="width: 60px; overflow: hidden; white-space: nowrap">much longer than it</p>`,
    /^cut by .* \(x\)/,
  ],
  ['text that is cut below', `<p style="height: 20px; overflow: hidden">one<br>two</p>`, /^cut by .* \(y\)/],
  [
    'a shortened text that nothing tells in full',
    `<p style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">much longer than it</p>`,
    /^shortened/,
  ],
  [
    'a shortened text of which nothing is left',
    `<p title="longer" style="width: 10px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">longer</p>`,
    /^nothing left/,
  ],
  [
    'a word wider than its button',
    `<button style="width: 40px; height: 30px">incomprehensible</button>`,
    /^sticks out/,
  ],
  [
    'text out of the window',
    `<style>body { overflow: hidden }</style><p style="${box} left: 380px">hello</p>`,
    /out of the window/,
  ],
  [
    'text before where scrolling begins',
    `<div style="overflow: auto; width: 90px"><p style="margin-left: -30px">hello</p></div>`,
    /out of what can be scrolled/,
  ],
  [
    'a placeholder that is cut',
    `<input aria-label="a" placeholder="much longer than the field" style="width: 60px; height: 30px">`,
    /^placeholder/,
  ],
  [
    'two texts over each other',
    `<p style="${box} top: 9px">hello</p><p style="${box} top: 12px">there</p>`,
    /^texts overlap/,
  ],
  [
    'a text below something',
    `<p style="${box} top: 9px">hello</p><div style="${box} top: 0; left: 0; width: 99px; height: 99px; background: #fff"></div>`,
    /^covered/,
  ],
  [
    'two buttons over each other',
    `<button style="${box} left: 9px; width: 40px; height: 40px">a</button><button style="${box} left: 40px; width: 40px; height: 40px">b</button>`,
    /^controls overlap/,
  ],
  ['a small button', `<button style="width: 40px; height: 20px">a</button>`, /^target of 40 px × 20 px/],
  [
    'a button that cannot be brought into the window',
    `<style>body { overflow: hidden }</style><button style="position: fixed; top: 400px; height: 30px">hello</button>`,
    /^out of the window/,
  ],
  [
    'a button below something',
    `<button style="width: 40px; height: 40px">a</button><div style="${box} inset: 0; background: #fff"></div>`,
    /^not hit/,
  ],
  ['a page that is too wide', `<div style="width: 500px; height: 9px"></div>`, /wider than the window/],
];

for (const [what, html, finding] of wrong) {
  test(`the checks find ${what}`, async ({ stage }) => {
    expect((await geometry(await stage.show(html))).filter((found) => finding.test(found))).not.toEqual([]);
  });
}

const right: readonly (readonly [what: string, html: string])[] = [
  ['a text that fits', `<p>hello there</p>`],
  [
    'a shortened text with a title',
    `<p title="much longer than it" style="width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">much longer than it</p>`,
  ],
  [
    'a list that scrolls',
    `<div tabindex="0" style="overflow: auto; height: 40px"><p>one</p><p>two</p><p>three</p></div>`,
  ],
  [
    'a list that scrolls from the right',
    `<div dir="rtl" tabindex="0" style="overflow: auto; width: 90px; height: 50px; white-space: nowrap">one two three four five six</div>`,
  ],
  [
    'a button that is higher than the list that it is scrolled in',
    `<div style="overflow: auto; height: 60px"><button style="display: block; height: 160px; width: 90px">a</button></div>`,
  ],
  [
    'text for screen readers',
    `<p style="${box} width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap">hello there</p>`,
  ],
  [
    'a dialog over the page',
    `<p>hello</p><button style="height: 30px">there</button><div role="dialog" aria-label="a" style="position: fixed; inset: 0; background: #fff"></div>`,
  ],
  ['a tight line', `<p style="line-height: 1; overflow: hidden; font-size: 13px">hjgpq</p>`],
  ['a link in a sentence', `<p>hello <a href="#">there</a></p>`],
];

for (const [what, html] of right) {
  test(`the checks leave alone ${what}`, async ({ stage }) => {
    expect(await geometry(await stage.show(html))).toEqual([]);
  });
}

test('the checks find a text that is in no locale file', async ({ stage }) => {
  const page = await stage.open('channels', { ...usual, language: 'pseudo' });
  await page.evaluate(() => document.querySelector('main, .stage')?.append('Hello'));
  expect(await literals(page)).toContainEqual(expect.stringContaining('"Hello" is no translation'));
});

test('the scenes are all that the gallery has', async ({ stage }) => {
  const page = await stage.show('');
  await page.goto(process.env['PARLEY_GALLERY_URL'] ?? '');
  await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  const listed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('.gallery-index a')].map(({ href }) =>
      new URL(href).searchParams.get('scene'),
    ),
  );
  expect(listed).toEqual(allScenes);
});

test('each scene is looked at in each language, theme, size and zoom', () => {
  for (let index = 0; index < 36; index += 1) {
    const all = [usual, ...covering(index)];
    expect(new Set(all.map(({ language }) => language))).toEqual(new Set(languages));
    expect(new Set(all.map(({ theme }) => theme))).toEqual(new Set(themes));
    expect(new Set(all.map(({ size }) => size))).toEqual(new Set(sizes));
    expect(new Set(all.map(({ zoom }) => zoom))).toEqual(new Set(zooms));
    expect(new Set(all.map(nameOf)).size).toBe(4);
    expect(all.every((one) => viewportOf(one).width >= 240)).toBe(true);
  }
});
