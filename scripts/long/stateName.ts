import { hashOf } from '../setup/stamp.mjs';

/** What is tested: the program, its gallery, the servers, and what drives them. */
const tested = [
  'electron',
  'renderer',
  'shared',
  'resources',
  'server',
  'scripts',
  'tests',
  'electron.vite.config.ts',
  'vite.gallery.config.ts',
  'package.json',
  'package-lock.json',
];

/** Of the file that keeps the rounds: of this commit with exactly these files, so that a changed tree begins anew. */
export const stateName = (root: string, commit: string): string =>
  `${commit}-${hashOf(root, tested).slice(0, 12)}.json`;
