// A STUB in place of Electron's release files, for machines that cannot download them. It has the names and formats that
// electron-builder looks at and no code: what is packaged with it does not start. It shows that our configuration, file
// lists, icons, fuses and metadata are right, and nothing else.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import type { DistArch, DistTarget } from './targets.ts';

/** What @electron/fuses searches for, then version 1, the number of fuses, and one character for each. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100010'),
  Buffer.alloc(1),
]);

/** Writes the stub for a target into `folder`, which must be empty or absent. */
export function writeStubElectron(folder: string, target: DistTarget, version: string): void {
  const put = (path: string, content: string | Buffer, mode = 0o644): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { mode });
  };
  put('LICENSE', 'STUB: the place of Electron’s licence.\n');
  put('LICENSES.chromium.html', '<p>STUB: the place of Chromium’s licences.</p>\n');
  put('version', version);
  if (target.platform === 'darwin') putMac(put);
  else {
    for (const language of ['en-US', 'de']) put(`locales/${language}.pak`, 'STUB');
    // A stub of default_app.asar would have to be a real archive; electron-builder goes without.
    put('resources/STUB.txt', 'These are stub files: this program does not start.\n');
    if (target.platform === 'linux') putLinux(put);
    else put('electron.exe', Buffer.concat([windowsExecutable(target.arch, version), fuseWire]), 0o755);
  }
}

type Put = (path: string, content: string | Buffer, mode?: number) => void;

function putLinux(put: Put): void {
  const script = Buffer.from('#!/bin/sh\necho "This is a stub of Electron: nothing to start." >&2\nexit 70\n# ');
  put('electron', Buffer.concat([script, fuseWire]), 0o755);
  put('chrome-sandbox', 'STUB', 0o755);
  put('chrome_crashpad_handler', 'STUB', 0o755);
}

/** A Windows program of headers and a version, into which electron-builder writes its own. */
function windowsExecutable(arch: DistArch, version: string): Buffer {
  const executable = NtExecutable.createEmpty(false, false);
  if (arch === 'arm64') executable.newHeader.fileHeader.machine = 0xaa64;
  const resources = NtExecutableResource.from(executable);
  const info = Resource.VersionInfo.createEmpty();
  info.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Stub of Electron', ProductVersion: version });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return Buffer.from(executable.generate());
}

function putMac(put: Put): void {
  const app = 'Electron.app/Contents';
  const plist = (name: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ` +
    `"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict>` +
    `<key>CFBundleExecutable</key><string>${name}</string><key>CFBundleName</key><string>${name}</string>` +
    `<key>CFBundleIdentifier</key><string>org.parley.stub</string></dict></plist>\n`;
  const bundle = (path: string, name: string): void => {
    put(`${path}/Info.plist`, plist(name));
    put(`${path}/MacOS/${name}`, 'STUB', 0o755);
  };
  bundle(app, 'Electron');
  put(`${app}/Resources/electron.icns`, 'STUB');
  const framework = `${app}/Frameworks/Electron Framework.framework`;
  put(`${framework}/Electron Framework`, fuseWire, 0o755);
  put(`${framework}/Versions/A/Electron Framework`, fuseWire, 0o755);
  for (const language of ['en', 'en_US', 'de']) {
    put(`${app}/Resources/${language}.lproj/STUB.txt`, 'STUB');
    put(`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`, 'STUB');
  }
  for (const kind of ['', ' (Renderer)', ' (Plugin)', ' (GPU)']) {
    bundle(`${app}/Frameworks/Electron Helper${kind}.app/Contents`, `Electron Helper${kind}`);
  }
}
