/** Marks that turn the reading direction of what follows: a name must not turn its neighbours round (Unicode UAX #9). */
const directionMarks = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** More than that on one letter covers the lines above and below. */
const stackedMarks = /(\p{M}{3})\p{M}+/gu;
/** Joiners and selectors make one sign of several, but are none themselves. */
const visible = /[^\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]/u;

/**
 * A name as people can tell it apart, whoever gave it: on one line, without marks that turn the direction, at most three
 * marks on a letter; `fallback` (an identity) where nothing of it would be seen.
 */
export function readableName(name: string, fallback: string): string {
  const readable = name.replaceAll(directionMarks, '').replaceAll(stackedMarks, '$1').replaceAll(/\s+/gu, ' ').trim();
  return visible.test(readable) ? readable : fallback;
}
