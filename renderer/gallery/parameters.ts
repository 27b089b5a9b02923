import type { Settings } from '@parley/shared/settings/settings';

/** What the address asks for: `?scene=call-5&theme=dark&lang=pseudo&density=compact&text=200&still=1`. */
export interface GalleryParameters {
  /** null: the list of all scenes. */
  readonly scene: string | null;
  readonly theme: Settings['theme'];
  readonly language: GalleryLanguage;
  readonly density: Settings['density'];
  /**
   * The setting, per cent. As in the program it is main that makes everything larger: photograph it with a viewport that is
   * smaller by as much and a `deviceScaleFactor` that is larger.
   */
  readonly zoom: Settings['zoom'];
  /** Nothing moves and the clock stands, for photographs. */
  readonly still: boolean;
}

/** `pseudo`: English, longer and accented; `ar`: from right to left, for the gallery only. */
const galleryLanguages = ['en', 'de', 'pseudo', 'ar'] as const;
export type GalleryLanguage = (typeof galleryLanguages)[number];

/** Throws for a value that does not exist, so that a misspelt test fails. */
export function readParameters(query: string): GalleryParameters {
  const parameters = new URLSearchParams(query);
  const oneOf = <T extends string>(name: string, values: readonly T[]): T | undefined => {
    const given = parameters.get(name);
    if (given === null) return undefined;
    const found = values.find((value) => value === given);
    if (found === undefined) throw new Error(`${name}=${given}: expected ${values.join(', ')}`);
    return found;
  };
  return {
    scene: parameters.get('scene'),
    theme: oneOf('theme', ['system', 'dark', 'light', 'contrast']) ?? 'light',
    language: oneOf('lang', galleryLanguages) ?? 'en',
    density: oneOf('density', ['comfortable', 'compact']) ?? 'comfortable',
    zoom: Number(parameters.get('text') ?? 100),
    still: parameters.get('still') === '1',
  };
}
