import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getRawHeader } from '@electron/asar';
import { nativeKind } from './nativeKind.ts';
import { appFolder, resourcesFolder, type DistTarget } from './targets.ts';

interface ArchiveReport {
  /** Sentences, one for each difference; empty when all is as it should be. */
  readonly problems: readonly string[];
  readonly files: number;
  /** Bytes of `app.asar`, and of the modules beside it. */
  readonly archiveSize: number;
  readonly nativeSize: number;
}

/** Each matches at least one file. */
const required: readonly RegExp[] = [
  /^out\/main\/index\.js$/,
  /^out\/main\/hotkeys\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/.*\.js$/,
  /^package\.json$/,
  /^LICENSE$/,
  /^NOTICE$/,
  /^resources\/icons\/.*\.png$/,
  /^resources\/tray\/.*\.png$/,
  /^node_modules\/keytar\/lib\/keytar\.js$/,
  /^node_modules\/uiohook-napi\/dist\/index\.js$/,
  /^node_modules\/node-gyp-build\/index\.js$/,
];

/** All that may be there: a file that no line allows is a difference, so that nothing slips in unseen. */
const allowed: readonly RegExp[] = [
  ...required,
  /^out\/main\/chunks\/[^/]+\.js$/,
  /^out\/renderer\/assets\/[^/]+\.(js|css|woff2|png|svg|wav)$/,
  /^resources\/(icons|tray)\/[^/]+\.(png|svg)$/,
  /^node_modules\/(keytar|uiohook-napi|node-gyp-build)\/(package\.json|LICEN[CS]E(\.md)?)$/,
  /^node_modules\/(keytar\/lib|uiohook-napi\/dist|node-gyp-build)\/[^/]+\.js$/,
  /^node_modules\/(keytar|uiohook-napi)\/prebuilds\/[^/]+\/[^/]+\.node$/,
];

/** No file of the archive is larger, bytes; the renderer's bundle is the largest by far. */
const largest = 3_000_000;

/** Text that only a private key has. */
const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Looks into the unpacked program that electron-builder left under `output` for `target`. */
export function checkArchive(output: string, target: DistTarget): ArchiveReport {
  const resources = join(output, appFolder(target), resourcesFolder(target.platform));
  const archive = join(resources, 'app.asar');
  const { header } = getRawHeader(archive);
  const files = listFiles(header);
  const problems: string[] = [];

  for (const pattern of required) {
    if (!files.some((file) => pattern.test(file.path))) problems.push(`nothing in the archive matches ${pattern}`);
  }
  for (const { path, size, unpacked } of files) {
    if (!allowed.some((pattern) => pattern.test(path))) problems.push(`${path} does not belong in the archive`);
    if (size > largest) problems.push(`${path} has ${size} bytes, more than ${largest}`);
    if (unpacked !== path.endsWith('.node')) problems.push(`${path} is ${unpacked ? '' : 'not '}unpacked`);
  }
  if (secret.test(readFileSync(archive, 'latin1'))) problems.push('the archive has a private key in it');

  if (!existsSync(join(resources, 'licences.txt'))) problems.push('licences.txt is not beside the archive');

  const natives = nativeModules(join(resources, 'app.asar.unpacked'));
  problems.push(...nativeProblems(natives, files, target));
  return {
    problems,
    files: files.length,
    archiveSize: statSync(archive).size,
    nativeSize: natives.reduce((sum, { bytes }) => sum + bytes.length, 0),
  };
}

interface Native {
  /** Under `app.asar.unpacked`, with slashes. */
  readonly path: string;
  readonly bytes: Buffer;
}

function nativeModules(folder: string): readonly Native[] {
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(folder.length + 1).replaceAll('\\', '/'), bytes: readFileSync(file) }));
}

function nativeProblems(natives: readonly Native[], files: readonly Entry[], target: DistTarget): readonly string[] {
  const wanted = `${target.platform}-${target.arch}`;
  // uiohook-napi has no library for arm64 Linux that is one (electron-builder.yml).
  const modules = wanted === 'linux-arm64' ? ['keytar'] : ['keytar', 'uiohook-napi'];
  const problems: string[] = [];
  for (const { path, bytes } of natives) {
    const kind = nativeKind(bytes);
    if (kind !== wanted) problems.push(`${path} is built for ${kind ?? 'nothing known'}, not for ${wanted}`);
    if (!files.some((file) => file.unpacked && file.path === path)) problems.push(`the archive does not know ${path}`);
  }
  for (const name of ['keytar', 'uiohook-napi']) {
    const found = natives.filter((native) => native.path.startsWith(`node_modules/${name}/`)).length;
    const expected = modules.includes(name) ? 1 : 0;
    if (found !== expected) problems.push(`${name} has ${found} native modules instead of ${expected}`);
  }
  if (natives.length > modules.length) problems.push('there are more files beside the archive than the native modules');
  return problems;
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly unpacked: boolean;
}

type Node = ReturnType<typeof getRawHeader>['header']['files'][string];

function listFiles(header: { readonly files: Readonly<Record<string, Node>> }, prefix = ''): readonly Entry[] {
  return Object.entries(header.files).flatMap(([name, node]) => {
    const path = prefix + name;
    if ('files' in node) return listFiles(node, `${path}/`);
    return [{ path, size: 'size' in node ? node.size : 0, unpacked: 'unpacked' in node && node.unpacked }];
  });
}
