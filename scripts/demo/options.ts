import { parseArgs } from 'node:util';

/** What `npm run demo -- …` was told. */
export interface DemoOptions {
  /** Of Parley server; null: the usual one, or the next that is free. */
  readonly port: number | null;
  /** The demo drives the program itself and ends. */
  readonly headless: boolean;
  /** Where the steps of a headless run are written; null: nowhere. */
  readonly report: string | null;
}

export const usage = 'Usage: npm run demo -- [--port N] [--headless [--report FILE]]';

/** Throws an error with one clear line for an option that does not exist or makes no sense. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      headless: { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && (!Number.isInteger(port) || port < 1 || port > 65_535))
    throw new Error(`--port ${values.port} is no port.`);
  if (values.report !== undefined && !values.headless) throw new Error('--report goes with --headless.');
  return { port, headless: values.headless, report: values.report ?? null };
}
