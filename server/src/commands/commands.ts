import { usageOf, type Command } from './command.ts';
import { doctor } from './doctor.ts';
import { logCommands } from './logs.ts';
import { peopleCommands } from './people.ts';
import { placeCommands } from './places.ts';
import { serve } from './serve.ts';
import { storageCommands } from './storage.ts';

/** Every command; the first is what happens without one. */
export const commands: readonly Command[] = [
  serve,
  ...storageCommands,
  ...peopleCommands,
  ...placeCommands,
  ...logCommands,
  doctor,
];

export const help = (): string =>
  [
    'The environment configures every command as it does the server. With PGlite (no DATABASE_URL), commands other than',
    'rooms and doctor need the server stopped: one process at a time has the data folder.',
    '',
    ...commands.flatMap((one) => [`  ${usageOf(one)}`, `      ${one.about}`]),
  ].join('\n');
