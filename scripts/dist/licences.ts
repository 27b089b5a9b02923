import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package of others whose code is in ours. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it. */
  readonly licence: string;
  /** The texts of its licence and notice files; empty where it ships none. */
  readonly texts: readonly string[];
}

/**
 * Every package that the program's sources import, with what these depend on: more than the bundler keeps, never less
 * (some, such as livekit-client, come with others already inlined, which no list of the bundler's names).
 */
export function bundledPackages(root: string): readonly Bundled[] {
  const found = new Map<string, Bundled>();
  const visit = (name: string, from: string): void => {
    const folder = resolvePackage(name, from, root);
    if (folder === null || found.has(folder)) return;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    // What an alias stands for: keytar is @github/keytar.
    const { name: ownName, version, license = 'not stated', dependencies = {} } = manifest;
    found.set(folder, { name: ownName, version, licence: license, texts: licenceTexts(folder) });
    for (const dependency of Object.keys(dependencies)) visit(dependency, folder);
  };
  for (const name of importedPackages(root)) visit(name, root);
  return [...found.values()].toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const isOurs = (name: string): boolean => name === 'electron' || name.startsWith('node:') || name.startsWith('@parley/');

function importedPackages(root: string): readonly string[] {
  const sources = globSync('{electron,renderer,shared}/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules'] })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !/\.(test|fixture)\.tsx?$/.test(path) && !path.startsWith('renderer/call/testing/'));
  const names = sources.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\b(?:from|import\(|require\()\s*'(?<name>[^'.][^']*)'/g)].map(
      ({ groups }) => packageOf(groups?.['name'] ?? ''),
    ),
  );
  // The native modules are imported by a computed name.
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  return [...new Set([...names, ...Object.keys(dependencies)])].filter((name) => !isOurs(name));
}

/** `zustand/vanilla` is of zustand, `@scope/a/b` of @scope/a. */
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** As Node finds it, from a folder upwards to the repository's; null for types and what is not installed here. */
function resolvePackage(name: string, from: string, root: string): string | null {
  if (name.startsWith('@types/')) return null;
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return null;
}

const licenceTexts = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)\b/i.test(name))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());

const rule = `\n\n${'-'.repeat(80)}\n\n`;

/** Writes `file`, which is packaged beside the program: notices, then the licence of every bundled package. */
export function writeLicences(root: string, file: string): void {
  const packages = bundledPackages(root).map(({ name, version, licence, texts }) =>
    [`${name} ${version} (${licence})`, ...texts].join('\n\n'),
  );
  const texts = ['LGPL-3.0.txt', 'GPL-3.0.txt'].map((name) =>
    readFileSync(join(root, 'resources/packaging/licences', name), 'utf8').trim(),
  );
  const notice = readFileSync(join(root, 'NOTICE'), 'utf8').trim();
  const fonts = readFileSync(join(root, 'renderer/styles/fonts/GEIST-OFL.txt'), 'utf8').trim();
  const heading = 'libuiohook (LGPL-3.0-or-later), which is a part of uiohook-napi: see above';
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${[notice, ...packages, fonts, [heading, ...texts].join('\n\n')].join(rule)}\n`);
}
