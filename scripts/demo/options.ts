import { readArguments } from '../setup/arguments.mjs';

/** What `npm run demo -- …` was told. */
export interface DemoOptions {
  /** Of Parley server; null: the usual one, or the next that is free. */
  readonly port: number | null;
  /** The demo drives the program itself and ends. */
  readonly headless: boolean;
  /** Where the steps of a headless run are written; null: nowhere. */
  readonly report: string | null;
}

/** Throws a UsageError with one clear line for an option that does not exist or makes no sense. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { port, headless, report } = readArguments('demo', args).values;
  return { port: port === undefined ? null : Number(port), headless, report: report ?? null };
}
