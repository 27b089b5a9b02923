import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
import { nameOf, viewportOf, type Combination, type Theme } from './combinations.ts';

declare global {
  interface Window {
    /** Of the gallery, which nothing imports. */
    galleryShow: (query: string) => Promise<void>;
    axe: { run: (context: Document, options: RunOptions) => Promise<AxeResults> };
  }
}

/** Where a scene is looked at. One page for all tests of a worker: opening one costs more than most checks. */
export interface Stage {
  /** Shows a scene; throws when it does not come about. */
  open(scene: string, combination: Combination, options?: Options): Promise<Page>;
  /** Shows something else, to try the checks on. */
  show(html: string): Promise<Page>;
}

interface Options {
  /** Nothing moves; the usual way. */
  readonly still?: boolean;
  /** What the system asks for. */
  readonly media?: Pick<NonNullable<Parameters<Page['emulateMedia']>[0]>, 'forcedColors' | 'reducedMotion'>;
}

const noMedia: Options['media'] = { forcedColors: 'none', reducedMotion: 'no-preference' };

const address = (): string => process.env['PARLEY_GALLERY_URL'] ?? '';

/** A scene that is not ready after this time never will be, ms. */
const patience = 20_000;

/** In the page: until the scene is there. */
const untilReady = (): Promise<boolean> =>
  new Promise((resolve) => {
    const root = document.documentElement;
    const look = (): void => {
      if (root.dataset['ready'] === 'true') resolve(true);
    };
    new MutationObserver(look).observe(root, { attributes: true });
    look();
  });

/** A page for each scale of the screen. */
interface Place {
  readonly context: BrowserContext;
  readonly page: Page;
  media: Options['media'];
  /** Whether time stands in the gallery that is loaded; null when none is. */
  still: boolean | null;
}

export const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({}, use) => {
      const browser = await chromium.connect(process.env['PARLEY_GALLERY_BROWSER'] ?? '');
      const places = new Map<number, Place>();
      const errors: string[] = [];
      const placeFor = async (deviceScaleFactor: number): Promise<Place> => {
        const known = places.get(deviceScaleFactor);
        if (known !== undefined) return known;
        const context = await browser.newContext({ deviceScaleFactor, locale: 'en', timezoneId: 'UTC', ...noMedia });
        await context.addInitScript({ content: readFileSync(process.env['PARLEY_GALLERY_CHECKS'] ?? '', 'utf8') });
        const page = await context.newPage();
        page.on('pageerror', (error) => errors.push(error.message));
        page.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text());
        });
        const place: Place = { context, page, media: noMedia, still: null };
        places.set(deviceScaleFactor, place);
        return place;
      };
      await use({
        async open(scene, combination, { still = true, media = noMedia } = {}) {
          const { language, theme, zoom } = combination;
          const place = await placeFor(zoom / 100);
          const { page } = place;
          errors.length = 0;
          await page.setViewportSize(viewportOf(combination));
          if (media !== place.media) await page.emulateMedia(media);
          place.media = media;
          const query = `?${new URLSearchParams({
            scene,
            theme,
            lang: language,
            text: String(zoom),
            still: still ? '1' : '0',
          }).toString()}`;
          const loaded = place.still === still;
          // What goes wrong must not show in the next scene.
          place.still = null;
          const come = async (): Promise<boolean> => {
            if (loaded) return page.evaluate((wanted) => window.galleryShow(wanted).then(() => true), query);
            await page.goto(`${address()}${query}`, { waitUntil: 'commit' });
            return page.evaluate(untilReady);
          };
          const ready = await Promise.race([come(), sleep(patience, false, { ref: false })]);
          if (!ready || errors.length > 0)
            throw new Error(`${scene}, ${nameOf(combination)}: ${errors.join('\n') || 'it is never ready'}`);
          place.still = still;
          return page;
        },
        async show(html) {
          const place = await placeFor(1);
          const { page } = place;
          place.still = null;
          await page.setViewportSize({ width: 400, height: 300 });
          await page.goto('about:blank');
          await page.setContent(`<!doctype html><html lang="en"><body>${html}</body></html>`);
          return page;
        },
      });
      for (const { context } of places.values()) await context.close();
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

/** The theme of a page that is open, as `useAppearance` sets it: only colours change. */
export const showTheme = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate((name) => {
    document.documentElement.dataset['theme'] = name;
  }, theme);

const wanted = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules that are not asked of a scene, each for its reason. */
export interface LeftOut {
  readonly [rule: string]: string;
}

/** What axe says against the page, a line for each element. */
export async function axe(
  page: Page,
  { rules, leftOut = {} }: { rules?: readonly string[]; leftOut?: LeftOut } = {},
): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ url: '/axe.js' });
  return page.evaluate(
    async ({ runOnly, off }) => {
      const { violations } = await window.axe.run(document, {
        runOnly,
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
        resultTypes: ['violations'],
        // Loads the style sheets and pictures again, for rules about none of which there is anything here.
        preload: false,
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, target, any, all, none }) => {
          const why = [...any, ...all, ...none].map(({ message }) => message)[0] ?? '';
          return `${id}: ${target.join(' ')}: ${why}: ${html.slice(0, 200)}`;
        }),
      );
    },
    {
      runOnly:
        rules === undefined ? { type: 'tag' as const, values: wanted } : { type: 'rule' as const, values: [...rules] },
      off: Object.keys(leftOut),
    },
  );
}

export const geometry = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => window.galleryChecks.geometry());
export const literals = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => window.galleryChecks.literals());

/** Asserts that nothing was found, and goes on, so that one run tells everything. `where` is the first line of the message. */
export function nothing(findings: readonly string[], where: string): void {
  expect.soft(findings, where).toEqual([]);
}

const pictures = join(import.meta.dirname, '../../test-results/gallery/pictures');

/** Keeps a picture of the page. Nothing is compared with it. */
export async function takePicture(page: Page, scene: string, combination: Combination): Promise<void> {
  await page.screenshot({ path: join(pictures, `${scene} ${nameOf(combination)}.png`) });
}
