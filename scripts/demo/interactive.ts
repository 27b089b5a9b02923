import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';
import type { DemoFolder } from './folder.ts';
import type { Processes } from './processes.ts';
import { openProgram } from './program.ts';
import { usualPort } from './ports.ts';
import { startServers, type ServerOptions } from './servers.ts';

export interface InteractiveOptions {
  readonly servers: ServerOptions;
  readonly folder: DemoFolder;
  readonly cleanup: Cleanup;
  readonly processes: Processes;
  readonly say: (line: string) => void;
}

/** Servers, a bot that plays and the program for a person. Resolves when the program has ended. */
export async function runInteractive({ servers, folder, cleanup, processes, say }: InteractiveOptions): Promise<void> {
  const { address } = await startServers(servers);
  for (const { login, password } of Object.values(folder.accounts)) say(`Account: ${login}, password ${password}`);
  await processes.note();
  const program = await cleanup.own(
    () => openProgram(join(folder.path, userDataOf(servers.port))),
    ({ quit }) => quit(),
  );
  await processes.note();
  say('The program is open.');
  try {
    const filled = await program.signIn(address, folder.accounts.ada);
    say(filled ? `Signed in as ${folder.accounts.ada.login}.` : 'Signed in by what the vault remembered.');
    say('Click on Lobby to hear the bot, hold the right Ctrl key to talk. Close the program or press Ctrl-C to end.');
  } catch {
    if (!program.page.isClosed()) say(`Not signed in by itself: enter ${address} and one of the accounts above.`);
  }
  await processes.note();
  await program.ended;
}

/** The program remembers the address that it signed in to: on another port it begins anew. */
const userDataOf = (port: number): string => (port === usualPort ? 'userData' : `userData-${port}`);
