import { app } from 'electron';
import type { Log } from '../services/log/log.ts';
import { sendCommand, type OutsideCommand } from './commandClient.ts';

/** Hands a command to the Parley that runs, and ends without a window: 0 when it was obeyed, 1 when nobody is there. */
export function forwardCommand(command: OutsideCommand, address: string, log: Log): void {
  const forward = async (): Promise<void> => {
    // Outside a call nothing listens at the socket; the running Parley still hears of a second one, and of its words.
    const handed = (await sendCommand(address, command)) === 'done';
    const muted = !handed && command === 'toggle-mute' && !app.requestSingleInstanceLock();
    app.exit(handed || muted ? 0 : 1);
  };
  log.background('handing on a command', forward());
}
