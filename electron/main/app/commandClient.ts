import { connect } from 'node:net';

/** What a Parley that runs can be told from a terminal, a compositor's key binding or a pedal. */
const commands = { '--ptt-down': 'ptt-down', '--ptt-up': 'ptt-up', '--toggle-mute': 'toggle-mute' } as const;
export type OutsideCommand = (typeof commands)[keyof typeof commands];

/** ms; a Parley that hangs must not hang its user's key bindings. */
const limit = 2_000;

/** The command in a command line; null for an ordinary start. */
export function readCommand(words: readonly string[]): OutsideCommand | null {
  const word = words.find((candidate) => Object.hasOwn(commands, candidate));
  return word === undefined ? null : commands[word as keyof typeof commands];
}

/**
 * Hands a command to the Parley that listens at the address; `nobody`: none does.
 *
 * @param began when the key did it, ms since the epoch: as near as a program knows, its own start
 */
export function sendCommand(
  address: string,
  command: OutsideCommand,
  began: number = performance.timeOrigin,
): Promise<'done' | 'nobody'> {
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.write(`${command} ${began.toFixed(1)}\n`));
    const end = (outcome: 'done' | 'nobody'): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(limit, () => end('nobody'));
    socket.on('error', () => end('nobody'));
    socket.on('close', () => end('nobody'));
    socket.on('data', (answer) => end(answer.toString().startsWith('ok') ? 'done' : 'nobody'));
  });
}
