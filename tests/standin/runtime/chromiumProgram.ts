import { accessSync, constants, statSync } from 'node:fs';

const usual = '/usr/bin/chromium';

export const chromiumProgram = (env: NodeJS.ProcessEnv): string => env['ELECTRON_STANDIN_CHROMIUM'] ?? usual;

/** The one line that says what to do when there is no Chromium that can be run; null when there is. */
export function chromiumObstacle(env: NodeJS.ProcessEnv): string | null {
  const program = chromiumProgram(env);
  try {
    accessSync(program, constants.X_OK);
    if (statSync(program).isFile()) return null;
  } catch {
    // Said below.
  }
  return `Electron stand-in: no Chromium that can be run at ${program}; set ELECTRON_STANDIN_CHROMIUM to its path, or install it at ${usual} (Debian: apt-get install chromium)`;
}
