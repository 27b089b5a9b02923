const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** First letters of the first and the last word, by what a reader takes for one letter (emoji, combining marks). */
export function monogram(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const first = (word: string | undefined): string => {
    if (word === undefined) return '';
    const [segment] = segments.segment(word.replace(/^\p{Default_Ignorable_Code_Point}+/u, ''));
    return segment?.segment ?? '';
  };
  const letters = words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
  return letters.toLocaleUpperCase() || '?';
}

/** One of eight quiet tints, the same for the same person everywhere. 1..8 */
export function tint(identity: string): number {
  let sum = 0;
  for (const character of identity) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return (sum % 8) + 1;
}
