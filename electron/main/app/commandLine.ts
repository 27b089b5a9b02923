import type { DoctorTarget } from '@parley/shared/ipc/contract';

/** `parley doctor [--json] [address]`: the network doctor without a window. */
export interface DoctorCommand {
  readonly json: boolean;
  /** Null: the server that the program shows. */
  readonly address: string | null;
}

/** What `--help` prints, of the program and of its doctor alike. */
export const helpText = `parley                           opens the window, or shows the one that is open
parley doctor [--json] [ADDRESS] checks the way to a server (of the one that is shown, without an address):
                                 name, TLS, proxy, WebSockets, and each way of the voice alone
parley --ptt-down, --ptt-up      press and release of the talk key, for the Parley that runs
parley --toggle-mute             mutes it, or the other way round

parley doctor ends with
  0  voice works, and nothing stands in the way
  1  trouble was found: the last lines say which, and what to ask for
  2  it was asked wrongly: no such address, no server set up, more than one address
  3  nothing was found, and nothing is proven: the check could not be made to its end
The other commands end with 0 when they were obeyed and 1 when no Parley runs that could.
Options that are not named here are Chromium's (--proxy-server=...).
`;

/**
 * What the command line asks for besides the program itself; null for nothing. `argv` without the executable. Options that are unknown
 * here may be Chromium's: they are no fault.
 */
export function readDoctorCommand(
  argv: readonly string[],
  packaged: boolean,
): DoctorCommand | 'help' | 'tooManyAddresses' | null {
  if (argv.includes('--help')) return 'help';
  const words = argv.filter((word) => !word.startsWith('-'));
  // A program that is not packaged has its own folder as the first word.
  const [command, address = null, ...more] = packaged ? words : words.slice(1);
  if (command !== 'doctor') return null;
  return more.length > 0 ? 'tooManyAddresses' : { json: argv.includes('--json'), address };
}

/** Whom the doctor looks at; null when there is nobody. */
export const targetOf = ({ address }: DoctorCommand, activeServer: string | null): DoctorTarget | null =>
  address !== null
    ? { kind: 'address', address }
    : activeServer === null
      ? null
      : { kind: 'server', server: activeServer };
