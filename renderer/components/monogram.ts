const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first sign of a word. Of a family of emoji its first member, of a letter under many marks the letter: it is small. */
function first(word: string | undefined): string {
  if (word === undefined) return '';
  const [segment] = segments.segment(word.replace(/^\p{Default_Ignorable_Code_Point}+/u, ''));
  const sign = (segment?.segment ?? '').normalize('NFC');
  const points = [...sign];
  return points.length <= 2 ? sign : (points[0] ?? '');
}

/** First letters of the first and the last word, by what a reader takes for one letter (emoji, combining marks). */
export function monogram(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return letters.toLocaleUpperCase() || '?';
}

/** One of eight quiet tints, the same for the same person everywhere. 1..8 */
export function tint(identity: string): number {
  let sum = 0;
  for (const character of identity) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return (sum % 8) + 1;
}
