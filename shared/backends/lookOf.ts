import homoglyphs from 'unhomoglyph/data.json' with { type: 'json' };

// Not the package's own function: it makes one regular expression of six thousand alternatives.
const prototypes = new Map(Object.entries(homoglyphs));
const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const plain = /^[a-zA-Z ]*$/;
const ambiguous = /[Im]/;

/**
 * What a name looks like: equal for names that people cannot tell apart, whatever scripts their letters are from. The
 * skeleton of Unicode Technical Standard 39 §4 by its table of confusable characters, with white space as one blank.
 */
export function lookOf(name: string): string {
  // Most names, and the table has nothing else for them.
  if (plain.test(name) && !ambiguous.test(name)) return name.replaceAll(/ +/g, ' ').trim();
  const parts = name.normalize('NFD').replaceAll(unseen, '');
  const mapped = Array.from(parts, (letter) => prototypes.get(letter) ?? letter).join('');
  return mapped.normalize('NFD').replaceAll(/\s+/gu, ' ').trim();
}
