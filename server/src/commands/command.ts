import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { z } from 'zod';
import type { Config } from '../config.ts';

/** What was asked for makes no sense; the exit code is 2. */
export class UsageError extends Error {}

/** What a command may use of the process that it runs in. */
export interface Surroundings {
  readonly now: () => number;
  /** Throws when the environment is not complete. */
  config(): Config;
  /** A line of the answer. */
  print(line: string): void;
  /** A line for the person at the terminal, which is no part of the answer. */
  tell(line: string): void;
  /** Asks without showing what is typed; without a terminal the first line of standard input. */
  secret(question: string): Promise<string>;
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

/** One command as data: `words` are those of its name, then come the arguments in angle brackets. */
export interface Command<O extends Options = Options> {
  readonly name: string;
  /** Such as `<login>`; each is needed. */
  readonly args?: readonly string[];
  readonly options?: O;
  /** How its options are written; left out where there are none. */
  readonly optionsUsage?: string;
  /** One line. */
  readonly about: string;
  /** Resolves with the exit code, 0 unless said. */
  run(context: Surroundings & { readonly args: readonly string[]; readonly values: Values<O> }): Promise<number | void>;
}

/** A command with options that only it knows. */
export const command = <const O extends Options>(definition: Command<O>): Command => definition;

export const usageOf = ({ name, args = [], optionsUsage = '' }: Command): string =>
  ['parley-server', name, ...args, optionsUsage].filter((word) => word !== '').join(' ');

/** The command whose name `argv` begins with (the first of them for none), with what follows. Throws `UsageError`. */
export function readCommandLine(
  commands: readonly Command[],
  argv: readonly string[],
): { command: Command; args: readonly string[]; values: Values<Options> } {
  const wordsOf = ({ name }: Command): readonly string[] => name.split(' ');
  const isNamed = (one: Command): boolean => wordsOf(one).every((word, index) => argv[index] === word);
  const [first = ''] = argv;
  const isOption = first === '' || first.startsWith('-');
  const found = isOption ? commands[0] : commands.find(isNamed);
  if (found === undefined) {
    const near = commands.filter((one) => wordsOf(one)[0] === first);
    throw new UsageError(
      near.length > 0
        ? `${first} takes one of: ${near.map((one) => wordsOf(one).slice(1).join(' ')).join(', ')}`
        : `There is no command ${first}. parley-server help lists them.`,
    );
  }
  const wrong = (why: string): UsageError => new UsageError(`${why}. Usage: ${usageOf(found)}`);
  const rest = argv.slice(isOption ? 0 : wordsOf(found).length);
  let parsed;
  try {
    parsed = parseArgs({ args: [...rest], options: found.options ?? {}, allowPositionals: true });
  } catch (error) {
    // Node explains at length; its first sentence says it.
    throw wrong(error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? '') : 'It cannot be read');
  }
  const { values, positionals } = parsed;
  const { args = [] } = found;
  if (positionals.length < args.length) throw wrong(`${args[positionals.length]} is missing`);
  if (positionals.length > args.length) throw wrong(`'${positionals[args.length]}' is too much`);
  return { command: found, args: positionals, values };
}

/** `value` by a schema of the API. Throws `UsageError` that names what is wrong. */
export function insist<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UsageError(why.join('; '));
}

/** The number that an option says; undefined without the option. */
export const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** Rows as aligned columns, or as JSON for programs. */
export function table(rows: readonly Readonly<Record<string, string | number>>[], json: boolean | undefined): string {
  if (json === true) return JSON.stringify(rows, null, 2);
  const heads = Object.keys(rows[0] ?? {});
  if (heads.length === 0) return 'There is none.';
  const lines = [heads, ...rows.map((row) => heads.map((head) => shown(String(row[head]))))];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A name as text: one with control characters must not steer the terminal. */
const shown = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');

export const json = { json: { type: 'boolean' } } as const;
