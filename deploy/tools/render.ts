/** What stands in a template for a value: `${NAME}`, in capitals. What is written otherwise (`$host`) belongs to the file. */
const placeholder = /\$\{([A-Z][A-Z0-9_]*)\}/g;

/** The names that a template asks for, each once, as they come. */
export const namesIn = (template: string): readonly string[] => [
  ...new Set([...template.matchAll(placeholder)].map(([, name = '']) => name)),
];

/**
 * The file that a template stands for. Throws an `Error` that names what it asks for and nobody gave, and a value that would
 * break out of the line it is put into.
 */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  const unknown = namesIn(template).filter((name) => values[name] === undefined);
  if (unknown.length > 0) throw new Error(`There is no value for ${unknown.join(', ')}.`);
  return template.replace(placeholder, (_, name: string) => values[name] ?? '');
}
