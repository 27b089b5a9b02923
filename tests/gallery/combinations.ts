/** How a scene is looked at. */
export interface Combination {
  readonly language: Language;
  readonly theme: Theme;
  /** Of the window, in pixels of the screen at 100 %. */
  readonly size: Size;
  /** The setting, per cent: at 200 the page has half of the window's CSS pixels. */
  readonly zoom: Zoom;
}

export const languages = ['en', 'de', 'pseudo', 'ar'] as const;
export const themes = ['light', 'dark', 'contrast'] as const;
/** The smallest that the program allows, half a screen, the usual one, and a large screen. */
export const sizes = ['480×320', '760×560', '1180×760', '2560×1440'] as const;
export const zooms = [100, 200] as const;

type Language = (typeof languages)[number];
export type Theme = (typeof themes)[number];
export type Size = (typeof sizes)[number];
type Zoom = (typeof zooms)[number];

export const usual: Combination = { language: 'en', theme: 'light', size: '1180×760', zoom: 100 };

export const nameOf = ({ language, theme, size, zoom }: Combination): string =>
  `${language} ${theme} ${size}${zoom === 100 ? '' : ` at ${zoom} %`}`;

/** CSS pixels. */
export function viewportOf({ size, zoom }: Combination): { readonly width: number; readonly height: number } {
  const [width = 0, height = 0] = size.split('×').map(Number);
  return { width: Math.floor((width * 100) / zoom), height: Math.floor((height * 100) / zoom) };
}

/** Every way to look. Themes apart: they change colours, so a page is loaded once for the three of them. */
export const everyLayout: readonly Combination[] = languages.flatMap((language) =>
  sizes.flatMap((size) => zooms.map((zoom) => ({ ...usual, language, size, zoom }))),
);

const otherLanguages = ['de', 'pseudo', 'ar'] as const;
const otherSizes = ['480×320', '760×560', '2560×1440'] as const;
/** The six orders of three. */
const orders = [
  [0, 1, 2],
  [1, 2, 0],
  [2, 0, 1],
  [0, 2, 1],
  [2, 1, 0],
  [1, 0, 2],
] as const;

/**
 * Three ways to look that show, with `usual`, each language, theme, size and zoom at least once. `index` is the scene's:
 * six scenes in a row meet every pair of a language and a size, and zoom and theme go round with them.
 */
export function covering(index: number): readonly Combination[] {
  const order = orders[index % 6] ?? orders[0];
  return otherLanguages.map((language, turn) => ({
    language,
    theme: themes[(index + turn) % 3] ?? 'light',
    size: otherSizes[order[turn] ?? 0] ?? '480×320',
    zoom: (Math.floor(index / 6) + index + turn) % 3 === 0 ? 200 : 100,
  }));
}
