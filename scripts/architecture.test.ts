import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { readSource } from './architecture/readSource.ts';
import { rules, violations } from './architecture/rules.ts';

const root = join(import.meta.dirname, '..');

const sources = globSync('{electron,renderer,shared,server,scripts,tests,bench,deploy}/**/*.{ts,tsx,mjs}', {
  cwd: root,
  exclude: ['**/node_modules'],
})
  .map((path) => path.replaceAll('\\', '/'))
  .map((path) => readSource(path, readFileSync(join(root, path), 'utf8')));

test('every source keeps to the rules of DESIGN.md §1', () => {
  expect(sources.flatMap(violations)).toEqual([]);
});

test('the sources are found and read, so that the test above means something', () => {
  const has = (path: string) => sources.find((source) => source.path === path);
  expect(has('electron/main/ipc/startIpc.ts')?.names).toContain('ipcMain');
  expect(has('electron/main/platform/platform.ts')?.reads).toContain('process.platform');
  expect(has('renderer/desktop/desktop.ts')?.reads).toContain('window.desktop');
  for (const name of ['ipcRenderer', 'openExternal']) {
    expect(sources.some(({ path, names }) => path.startsWith('electron/') && names.has(name))).toBe(true);
  }
});

/** What breaks each rule, in all the ways in which it can be written. */
const examples: readonly (readonly [rule: string, each: readonly (readonly [path: string, code: string])[]])[] = [
  [
    'what is shared imports only what is shared, zod, and a table of Unicode',
    [
      ['shared/a.ts', `import { b } from '../renderer/b.ts';`],
      ['shared/ipc/a.ts', `export * from '../../renderer/b.ts';`],
      ['shared/ipc/a.ts', `type B = import('../../server/src/b.ts').B;`],
      ['shared/a.ts', `import { join } from 'node:path';`],
      ['shared/a.ts', `import type { Room } from 'livekit-client';`],
    ],
  ],
  [
    'the renderer imports only itself and what is shared',
    [
      ['renderer/main.tsx', `import { b } from '../electron/main/b.ts';`],
      ['renderer/features/a.tsx', `import { b } from '../../tests/standin/b.ts';`],
      ['renderer/call/a.ts', `const b = await import('../../server/src/b.ts');`],
    ],
  ],
  [
    'the renderer has neither Electron nor Node',
    [
      ['renderer/main.tsx', `import { app } from 'electron';`],
      ['renderer/desktop/a.ts', `import type { App } from 'electron/main';`],
      ['renderer/gallery/a.ts', `const { app } = await import('electron');`],
      ['renderer/locales/a.ts', `const { app } = require('electron');`],
      ['renderer/call/a.ts', `import fs from 'fs';`],
    ],
  ],
  [
    'the call knows no React',
    [
      ['renderer/call/a.ts', `import { jsx } from 'react/jsx-runtime';`],
      ['renderer/call/a.ts', `import type { ReactNode } from 'react';`],
      ['renderer/call/cues/a.ts', `import { Lamp } from '../../components/Lamp.tsx';`],
    ],
  ],
  [
    'the interface takes only types from livekit-client',
    [
      ['renderer/features/a.tsx', `import { Room } from 'livekit-client';`],
      ['renderer/components/a.tsx', `import { type Room, Track } from 'livekit-client';`],
      ['renderer/components/a.tsx', `export { Room } from 'livekit-client';`],
    ],
  ],
  [
    'main imports only what is in electron and what is shared',
    [
      ['electron/main/a.ts', `import { launch } from '../../tests/standin/launch.ts';`],
      ['electron/hotkeys/a.ts', `import { b } from '../../renderer/b.ts';`],
      ['electron/main/a.ts', `import { b } from '../../server/src/b.ts';`],
      ['electron/main/a.ts', `import { Room } from 'livekit-client';`],
    ],
  ],
  [
    'the preload imports only Electron and what is shared',
    [
      ['electron/preload/a.ts', `import { readFileSync } from 'node:fs';`],
      ['electron/preload/a.ts', `import { readFileSync } from 'fs';`],
      ['electron/preload/a.ts', `import { b } from '../main/b.ts';`],
    ],
  ],
  [
    'the server imports only itself and what is shared',
    [
      ['server/src/a.ts', `import { app } from 'electron';`],
      ['server/src/a.ts', `import { b } from '../../electron/main/b.ts';`],
      ['server/src/routes/a.ts', `import { b } from '../../../tests/b.ts';`],
    ],
  ],
  [
    'nothing imports the gallery',
    [
      ['renderer/main.tsx', `import './gallery/index.ts';`],
      ['renderer/features/a.tsx', `const gallery = await import('../gallery');`],
      ['renderer/components/a.test.tsx', `import { b } from '../gallery/b.tsx';`],
      ['scripts/a.ts', `import { b } from '../renderer/gallery/b.ts';`],
    ],
  ],
  [
    'nothing imports a benchmark',
    [
      ['tests/e2e/a.spec.ts', `import { b } from '../../bench/b.ts';`],
      ['shared/a.test.ts', `import { b } from '../bench/b.ts';`],
    ],
  ],
  [
    'only ipc/ touches ipcMain, or the one of a window',
    [
      ['electron/main/windows/a.ts', `import { ipcMain } from 'electron';`],
      ['electron/main/a.ts', `electron['ipcMain'].handle('a', b);`],
      ['electron/main/windows/a.ts', `window.webContents.ipc.handle('a', b);`],
      ['electron/main/windows/a.ts', `contents['ipc'].on('a', b);`],
      ['electron/main/windows/a.ts', `const { ipc } = window.webContents;`],
      ['electron/main/services/a.ts', `const a = (ipc: Ipc) => ipc.handle('a', b);`],
    ],
  ],
  ['only the preload touches ipcRenderer', [['electron/main/a.ts', `import { ipcRenderer as a } from 'electron';`]]],
  [
    'only externalLinks.ts opens something outside',
    [
      ['electron/main/windows/a.ts', `void shell['openExternal'](url);`],
      ['electron/main/security/a.ts', `const { openExternal: open } = shell;`],
    ],
  ],
  [
    'only platform/ asks for the platform',
    [
      ['electron/main/services/a.ts', `const a = process.platform;`],
      ['electron/main/services/a.ts', `const { platform } = process;`],
      ['electron/main/services/a.ts', `const { process: { platform } } = globalThis;`],
      ['electron/hotkeys/a.ts', `const a = globalThis.process['platform'];`],
      ['electron/main/a.ts', `import { platform } from 'node:process';`],
      ['electron/main/a.ts', `import os from 'node:os'; const a = os.platform();`],
    ],
  ],
  [
    'only renderer/desktop touches window.desktop',
    [
      ['renderer/features/a.tsx', `const a = window.desktop;`],
      ['renderer/features/a.tsx', `const a = window['desktop'];`],
      ['renderer/main.tsx', 'const a = window[`desktop`];'],
      ['renderer/components/a.tsx', `const { desktop } = window;`],
      ['renderer/call/a.ts', `const a = (globalThis as unknown as Bridge).desktop;`],
      ['renderer/call/a.ts', `const a = globalThis.window?.desktop;`],
    ],
  ],
];

test('every rule has examples', () => {
  expect(examples.map(([rule]) => rule)).toEqual(rules.map(({ says }) => says));
});

describe.each(examples)('%s', (rule, each) => {
  it.each(each)('so %s has no: %s', (path, code) => {
    expect(violations(readSource(path, code)).filter((line) => line.endsWith(`(${rule})`))).not.toEqual([]);
  });
});

it.each([
  [
    'shared/ipc/a.ts',
    `import { z } from 'zod'; import { b } from '../result.ts'; import { c } from '@parley/shared/c';`,
  ],
  ['renderer/gallery/a.tsx', `import { b } from './b.tsx'; import { Lamp } from '../components/Lamp.tsx';`],
  ['renderer/features/a.tsx', `import type { Room } from 'livekit-client'; import { useState } from 'react';`],
  ['renderer/features/a.tsx', `import { type Room } from 'livekit-client'; const { desktop } = useContext(context);`],
  ['renderer/features/a.tsx', `// window.desktop, ipcMain\nconst text = 'process.platform';`],
  ['electron/main/a.ts', `import { app } from 'electron'; import { join } from 'node:path'; protocol.handle('a', b);`],
  ['electron/main/a.test.ts', `import { b } from '../../tests/b.ts'; const { platform } = process;`],
  ['electron/main/a.ts', `const a = ({ platform }: Ports) => platform; hook.on('a', b);`],
  ['electron/preload/a.ts', `import { ipcRenderer } from 'electron'; import { b } from '@parley/shared/ipc/channels';`],
  ['server/src/a.ts', `import { b } from '../package.json' with { type: 'json' }; import fastify from 'fastify';`],
])('nothing is said against %s with %s', (path, code) => {
  expect(violations(readSource(path, code))).toEqual([]);
});
