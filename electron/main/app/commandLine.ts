import type { DoctorTarget } from '@parley/shared/ipc/contract';

/** `parley doctor [--json] [address]`: the network doctor without a window. */
export interface DoctorCommand {
  readonly json: boolean;
  /** Null: the server that the program shows. */
  readonly address: string | null;
}

/** What the command line asks for besides the program itself; null for nothing. `argv` without the executable. */
export function readDoctorCommand(argv: readonly string[], packaged: boolean): DoctorCommand | null {
  const words = argv.filter((word) => !word.startsWith('-'));
  // A program that is not packaged has its own folder as the first word.
  const [command, address = null] = packaged ? words : words.slice(1);
  return command === 'doctor' ? { json: argv.includes('--json'), address } : null;
}

/** Whom the doctor looks at; null when there is nobody. */
export const targetOf = ({ address }: DoctorCommand, activeServer: string | null): DoctorTarget | null =>
  address !== null
    ? { kind: 'address', address }
    : activeServer === null
      ? null
      : { kind: 'server', server: activeServer };
