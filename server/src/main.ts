#!/usr/bin/env node
import { readCommandLine, UsageError } from './commands/command.ts';
import { commands, help } from './commands/commands.ts';
import { explain } from './commands/explain.ts';
import { readSecret } from './commands/secret.ts';
import { readConfig } from './config.ts';

async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'help' || argv.includes('--help')) {
    console.log(help());
    return 0;
  }
  try {
    const { command, args, values } = readCommandLine(commands, argv);
    const code = await command.run({
      args,
      values,
      now: Date.now,
      config: () => readConfig(process.env),
      print: (line) => console.log(line),
      tell: (line) => console.error(line),
      secret: readSecret,
    });
    return code ?? 0;
  } catch (error) {
    console.error(`parley-server: ${explain(error)}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

// A driver's or LiveKit's connection that is still open must not keep a command that is done.
process.exit(await main(process.argv.slice(2)));
