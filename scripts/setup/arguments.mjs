// What may stand behind each command. Read before set-up starts: a mistyped option must not cost minutes.
import { parseArgs } from 'node:util';

/** What was asked for makes no sense. The message is one line for the person at the terminal; the exit code is 2. */
export class UsageError extends Error {}

/** Per command: how it is called, what `parseArgs` needs to know, and what that cannot tell. */
const commands = {
  demo: {
    usage: 'npm run demo -- [--port N] [--headless [--report FILE]]',
    options: { port: { type: 'string' }, headless: { type: 'boolean', default: false }, report: { type: 'string' } },
    refuse: ({ port, headless, report }) => {
      if (port !== undefined && !isWhole(port, 65_535)) return `--port ${port} is no port`;
      if (report !== undefined && !headless) return '--report goes with --headless';
      return report === '' ? '--report has no file' : null;
    },
  },
  test: { usage: 'npm test, without options', options: {} },
  dist: { usage: 'npm run dist, without options', options: {} },
  dev: {
    usage: 'npm run dev -- [--watch] [--sourcemap]',
    options: { watch: { type: 'boolean', default: false }, sourcemap: { type: 'boolean', default: false } },
  },
  long: {
    usage: 'npm run test:long -- [--again] [ROUNDS]',
    options: { again: { type: 'boolean', default: false } },
    positionals: 1,
    refuse: (_values, [rounds]) =>
      rounds === undefined || isWhole(rounds, Infinity) ? null : `${rounds} is no number of rounds`,
  },
};

const isWhole = (text, most) => /^[1-9]\d*$/.test(text) && Number(text) <= most;

export const isCommand = (command) => Object.hasOwn(commands, command);

/** The options and words behind `command`. Throws a UsageError for what does not exist or makes no sense. */
export function readArguments(command, args) {
  const { usage, options, positionals: most = 0, refuse = () => null } = commands[command];
  const wrong = (why) => new UsageError(`${command}: ${why}. Valid: ${usage}`);
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Node explains at length; its first sentence says it.
    throw wrong(error.message.split(/[.\n]/, 1)[0]);
  }
  const { values, positionals } = parsed;
  if (positionals.length > most) throw wrong(`Unknown argument '${positionals[most]}'`);
  const refused = refuse(values, positionals);
  if (refused !== null) throw wrong(refused);
  return { values: { ...values }, positionals };
}
