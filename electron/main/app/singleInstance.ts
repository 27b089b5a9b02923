import { app } from 'electron';
import { readCommand, type OutsideCommand } from './commandClient.ts';

/** True for the first Parley of this user-data folder; a second one shows the first and ends. Before `ready`. */
export function takeSingleInstance(reveal: () => void, obey: (command: OutsideCommand) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, words: readonly string[]) => {
    const command = readCommand(words);
    if (command === null) reveal();
    else obey(command);
  });
  app.on('activate', reveal);
  return true;
}
