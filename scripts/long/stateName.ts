import { hashOf } from '../setup/stamp.mjs';

/** What a round is made of: the program, the servers, and what drives them. */
const tested = [
  'electron',
  'renderer',
  'shared',
  'resources',
  'server',
  'scripts',
  'tests',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
];

/** Of the file that keeps the rounds: of this commit with exactly these files, so that a changed tree begins anew. */
export const stateName = (root: string, commit: string): string =>
  `${commit}-${hashOf(root, tested).slice(0, 12)}.json`;
