/** Electron's own command line, as far as Playwright and the tests use it. */
export interface CommandLine {
  /** Modules to load before the application (`-r`). */
  readonly requires: readonly string[];
  readonly switches: readonly (readonly [name: string, value: string])[];
  readonly application: string | null;
  readonly inspectPort: number | null;
  readonly version: boolean;
}

/** Switches may stand before and after the application, as for Chromium; `-r` only before. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const requires: string[] = [];
  const switches: [string, string][] = [];
  let application: string | null = null;
  let inspectPort: number | null = null;
  let version = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const inspect = /^--inspect(?:-brk)?(?:=(?:[^:]*:)?(\d+))?$/.exec(argument);
    if (application === null && (argument === '-r' || argument === '--require')) {
      index += 1;
      requires.push(args[index] ?? '');
    } else if (application === null && (argument === '-v' || argument === '--version')) version = true;
    else if (inspect !== null) inspectPort = Number(inspect[1] ?? 9229);
    else if (argument.startsWith('--') && argument !== '--') {
      const equals = argument.indexOf('=');
      switches.push(equals < 0 ? [argument.slice(2), ''] : [argument.slice(2, equals), argument.slice(equals + 1)]);
    } else if (application === null && !argument.startsWith('-')) application = argument;
  }
  return { requires, switches, application, inspectPort, version };
}
