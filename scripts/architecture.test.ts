import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Source {
  /** From the repository's folder, with slashes. */
  readonly path: string;
  /** Without comments: they may speak of anything. */
  readonly code: string;
  readonly imports: readonly Import[];
}

interface Import {
  readonly from: string;
  /** `import type` leaves nothing in the program. */
  readonly typeOnly: boolean;
}

const isTest = (path: string): boolean =>
  /\.(test|fixture)\.tsx?$/.test(path) || path.startsWith('renderer/call/testing/');

const sources: readonly Source[] = ['electron', 'renderer', 'shared']
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root, exclude: ['**/node_modules'] }))
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !isTest(path))
  .map((path) => {
    const code = readFileSync(join(root, path), 'utf8').replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)\/\/[^\n]*/g, '');
    return { path, code, imports: importsOf(code) };
  });

function importsOf(code: string): readonly Import[] {
  const statements = code.matchAll(
    /^(?:import|export)(?<type> type)?\s+(?:(?<names>[\w\s{},*$]+?)\s+from\s+)?['"](?<from>[^'"]+)['"]/gm,
  );
  const dynamic = code.matchAll(/\bimport\(\s*['"](?<from>[^'"]+)['"]/g);
  return [
    ...[...statements].map(({ groups }) => ({
      from: groups?.['from'] ?? '',
      typeOnly: groups?.['type'] !== undefined || everyNameIsType(groups?.['names'] ?? ''),
    })),
    ...[...dynamic].map(({ groups }) => ({ from: groups?.['from'] ?? '', typeOnly: false })),
  ];
}

/** `{ type A, type B } from` */
function everyNameIsType(names: string): boolean {
  const list = /^\s*\{(?<inside>[^}]*)\}/.exec(names)?.groups?.['inside'];
  if (list === undefined) return false;
  const each = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return each.length > 0 && each.every((name) => name.startsWith('type '));
}

const within = (...folders: readonly string[]): readonly Source[] =>
  sources.filter(({ path }) => folders.some((folder) => path.startsWith(folder)));

const mentioning = (text: RegExp, among: readonly Source[] = sources): readonly string[] =>
  among.filter(({ code }) => text.test(code)).map(({ path }) => path);

const importing = (what: (imported: Import) => boolean, among: readonly Source[]): readonly string[] =>
  among.flatMap(({ path, imports }) => imports.filter(what).map((imported) => `${path} imports ${imported.from}`));

const outside = (paths: readonly string[], ...homes: readonly string[]): readonly string[] =>
  paths.filter((path) => !homes.some((home) => path.startsWith(home)));

const isPackage =
  (...names: readonly string[]) =>
  (imported: Import): boolean =>
    names.some((name) => imported.from === name || imported.from.startsWith(`${name}/`));

test('the sources are found, so that the other tests mean something', () => {
  for (const folder of ['electron/main/', 'electron/preload/', 'renderer/features/', 'renderer/call/', 'shared/']) {
    expect(within(folder).length, folder).toBeGreaterThan(0);
  }
  expect(importing(isPackage('react'), within('renderer/features/')).length).toBeGreaterThan(0);
  expect(importing(isPackage('electron'), within('electron/main/')).length).toBeGreaterThan(0);
});

test.each([
  ['ipcMain', /\bipcMain\b/, ['electron/main/ipc/']],
  ['ipcRenderer', /\bipcRenderer\b/, ['electron/preload/']],
  ['shell.openExternal', /\bopenExternal\b/, ['electron/main/security/externalLinks.ts']],
  ['process.platform', /\bprocess\.platform\b/, ['electron/main/platform/']],
  ['window.desktop', /\bwindow\.desktop\b/, ['renderer/desktop/']],
] as const)('%s has one home', (_name, text, homes) => {
  expect(outside(mentioning(text), ...homes)).toEqual([]);
  expect(mentioning(text), 'the home itself').not.toEqual([]);
});

test('the renderer never imports Electron', () => {
  expect(importing(isPackage('electron'), within('renderer/'))).toEqual([]);
});

test('the interface takes only types from livekit-client', () => {
  const values = (imported: Import): boolean => isPackage('livekit-client')(imported) && !imported.typeOnly;
  expect(importing(values, within('renderer/features/', 'renderer/components/'))).toEqual([]);
});

test('the call and what is shared know no React', () => {
  const react = isPackage('react', 'react-dom', 'react-i18next', 'react-aria-components', 'lucide-react');
  expect(importing(react, within('renderer/call/', 'shared/'))).toEqual([]);
});

test('what is shared imports only what is shared, and zod', () => {
  const foreign = ({ from }: Import): boolean =>
    !from.startsWith('.') && from !== 'zod' && !from.startsWith('@parley/shared/');
  expect(importing(foreign, within('shared/'))).toEqual([]);
  const climbing = within('shared/').flatMap(({ path, imports }) =>
    imports
      .filter(({ from }) => from.startsWith('.') && !join(path, '..', from).replaceAll('\\', '/').startsWith('shared/'))
      .map(({ from }) => `${path} imports ${from}`),
  );
  expect(climbing).toEqual([]);
});

test('main, renderer and server do not reach into each other', () => {
  const folder = ({ from }: Import, name: string): boolean => from.startsWith('.') && from.split('/').includes(name);
  const reaching =
    (name: string) =>
    (imported: Import): boolean =>
      folder(imported, name);
  expect(importing(reaching('renderer'), within('electron/main/', 'electron/preload/', 'electron/hotkeys/'))).toEqual(
    [],
  );
  expect(importing(reaching('electron'), within('renderer/'))).toEqual([]);
  expect(importing(reaching('server'), sources)).toEqual([]);
});
