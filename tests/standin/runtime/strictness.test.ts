import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { electron } from './electronModule.ts';
import { chromiumObstacle } from './chromiumProgram.ts';
import { events, StrictEmitter, type EmitterName } from './emitter.ts';
import { checkOptions, options } from './options.ts';

type Loose = Record<string, never> & ((...args: unknown[]) => unknown) & (new (...args: unknown[]) => Loose);
const module = electron as Record<string, Loose>;
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const notPlayed = /^Electron stand-in: .* is not played/;

describe('the module', () => {
  it.each<[string, () => unknown]>([
    ['a name that Electron lacks', () => module['teapot']],
    ['a module', () => module['clipboard']['readText']],
    ['a setting of a module', () => Object.assign(module['nativeTheme'], { themeSource: 'dark' })],
    ['a class', () => new module['Notification']()],
    ['a class that is extended', () => new (class extends module['BaseWindow'] {})()],
    ['a class of statics', () => new module['Menu']()],
    ['a class whose instances come from elsewhere', () => new module['MenuItem']({ label: 'x' })],
    ['a static', () => module['BrowserWindow']['getFocusedWindow']],
    ['a static of Node', () => module['BrowserWindow']['listenerCount']],
    ['a new property', () => Object.assign(module['app'], { teapot: 1 })],
  ])('throws for %s', (_name, attempt) => {
    expect(attempt).toThrow(notPlayed);
  });

  it('throws for what lies deeper', () => {
    const { commandLine } = electron['app'] as { commandLine: Record<string, unknown> };
    expect(() => commandLine['appendArgument']).toThrow(notPlayed);
    const { buildFromTemplate } = electron['Menu'] as { buildFromTemplate(template: object[]): { items: object[] } };
    const menu = buildFromTemplate([{ label: 'one' }]);
    expect(() => Reflect.get(menu, 'popup')).toThrow(notPlayed);
    expect(() => Reflect.get(menu.items[0], 'submenu')).toThrow(notPlayed);
    expect(() => Reflect.set(menu.items[0], 'visible', false)).toThrow(notPlayed);
    expect(() => buildFromTemplate([{ role: 'quit' }])).toThrow(notPlayed);
  });

  it('lets a spec watch a method that is played', () => {
    const shell = electron['shell'] as { openExternal(url: string): Promise<void> };
    const watched = vi.spyOn(shell, 'openExternal').mockResolvedValue();
    void shell.openExternal('https://example.org/');
    expect(watched).toHaveBeenCalledOnce();
    watched.mockRestore();
  });
});

describe('an emitter', () => {
  const names = Object.keys(events) as EmitterName[];

  it.each(names)('%s knows its events by name, and no others', (name) => {
    const emitter = new StrictEmitter(name);
    const { played, accepted = [] }: { played: readonly string[]; accepted?: readonly string[] } = events[name];
    const heard = vi.fn<() => void>();
    for (const event of [...played, ...accepted]) emitter.on(event, heard).addListener(event, heard).once(event, heard);
    for (const event of played) emitter.emit(event);
    expect(heard).toHaveBeenCalledTimes(played.length * 3);
    for (const event of accepted) expect(() => emitter.emit(event)).toThrow(notPlayed);
    for (const how of ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const) {
      expect(() => emitter[how]('teapot', heard)).toThrow(`${name}.on('teapot') is not played`);
    }
    expect(() => emitter.emit('teapot')).toThrow(notPlayed);
  });

  it('is the one that every class of the double is built on', () => {
    for (const name of ['app', 'powerMonitor']) expect(electron[name]).toBeInstanceOf(StrictEmitter);
    const { defaultSession } = electron['session'] as { defaultSession: unknown };
    expect(defaultSession).toBeInstanceOf(StrictEmitter);
    for (const name of ['BrowserWindow', 'Tray']) {
      expect((electron[name] as { prototype: unknown }).prototype).toBeInstanceOf(StrictEmitter);
    }
    // Channels are the application's own names.
    expect(electron['ipcMain']).toBeInstanceOf(EventEmitter);
  });
});

describe('options', () => {
  it.each<[keyof typeof options, object]>([
    ['BrowserWindow', { frame: false }],
    ['BrowserWindow', { toString: 1 }],
    ['webPreferences', { partition: 'x' }],
    ['webPreferences', { sandbox: false }],
    ['webPreferences', { contextIsolation: false }],
    ['webPreferences', { nodeIntegration: true }],
    ['webPreferences', { webSecurity: false }],
    ['MenuItem', { type: 'submenu' }],
    ['utilityProcess.fork', { stdio: ['ignore'] }],
    ['net.fetch', { credentials: 'include' }],
  ])('of %s throw: %o', (name, given) => {
    expect(() => checkOptions(name, given)).toThrow(notPlayed);
  });

  it('that are played or accepted do not', () => {
    checkOptions('BrowserWindow', { width: 1, icon: 'x', frame: undefined });
    checkOptions('webPreferences', { sandbox: true, backgroundThrottling: false });
  });

  it('are checked before a window is', () => {
    const BrowserWindow = electron['BrowserWindow'] as new (given: object) => object;
    expect(() => new BrowserWindow({ transparent: true })).toThrow(notPlayed);
    expect(() => new BrowserWindow({ webPreferences: { nodeIntegration: true } })).toThrow(notPlayed);
  });
});

it('README.md names everything that is accepted without effect', () => {
  const lists: { readonly accepted?: readonly string[] }[] = [...Object.values(events), ...Object.values(options)];
  const accepted = lists.flatMap((list) => list.accepted ?? []);
  expect(accepted).toContain('will-redirect');
  expect(accepted.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

it('names the variable and the package when there is no Chromium', () => {
  expect(chromiumObstacle({ ELECTRON_STANDIN_CHROMIUM: process.execPath })).toBeNull();
  for (const path of ['/nowhere/chromium', import.meta.dirname]) {
    const said = chromiumObstacle({ ELECTRON_STANDIN_CHROMIUM: path });
    expect(said).toContain(`at ${path}; set ELECTRON_STANDIN_CHROMIUM`);
    expect(said).toContain('apt-get install chromium');
  }
});
