import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSettings } from '@parley/shared/settings/readSettings';
import { defaultSettings } from '@parley/shared/settings/settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSettingsFile } from './settingsFile.ts';

let folder: string;
const open = () => createSettingsFile(folder, () => new Date(0));
const kept = () => readdirSync(folder).filter((name) => name.endsWith('.kept.json'));
const put = (text: string) => writeFileSync(join(folder, 'settings.json'), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the settings file', () => {
  it('starts fresh without a file', () => {
    expect(open().read()).toEqual({ settings: defaultSettings, health: { kind: 'fresh' } });
  });

  it('keeps what was written', () => {
    expect(open().write({ ...defaultSettings, theme: 'light' })).toBe(true);
    expect(open().read()).toMatchObject({ settings: { theme: 'light' }, health: { kind: 'fine' } });
  });

  it.each(['', '{"version":1,"theme":"li', '\u0000\u0001binary'])('returns to the last good copy after %j', (text) => {
    open().write({ ...defaultSettings, theme: 'light' });
    put(text);
    expect(open().read()).toMatchObject({ settings: { theme: 'light' }, health: { kind: 'restored' } });
    expect(kept()).toHaveLength(1);
    expect(readFileSync(join(folder, kept()[0] ?? ''), 'utf8')).toBe(text);
    expect(open().read().health).toEqual({ kind: 'fine' });
  });

  it('returns to what the same run wrote last, however often and late', () => {
    const file = open();
    file.read();
    file.write({ ...defaultSettings, theme: 'light' });
    file.write({ ...defaultSettings, theme: 'light', releaseDelay: 333 });
    put(readFileSync(join(folder, 'settings.json'), 'utf8').slice(0, 80));
    expect(open().read()).toMatchObject({
      settings: { theme: 'light', releaseDelay: 333 },
      health: { kind: 'restored' },
    });
  });

  it('leaves the good copy alone when the file could not be written', () => {
    open().write({ ...defaultSettings, theme: 'light' });
    rmSync(join(folder, 'settings.json'));
    mkdirSync(join(folder, 'settings.json'));
    expect(open().write({ ...defaultSettings, theme: 'dark' })).toBe(false);
    expect(readFileSync(join(folder, 'settings.good.json'), 'utf8')).toContain('"light"');
  });

  it('leaves no drafts behind', () => {
    open().write(defaultSettings);
    expect(readdirSync(folder).toSorted()).toEqual(['settings.good.json', 'settings.json']);
  });

  it('resets when there never was a good copy, and keeps the original', () => {
    put('not json');
    expect(open().read()).toMatchObject({ settings: defaultSettings, health: { kind: 'reset' } });
    expect(kept()).toHaveLength(1);
  });

  it('keeps the good fields of a file with a bad one', () => {
    put(JSON.stringify({ version: 1, theme: 'neon', language: 'de' }));
    expect(open().read()).toMatchObject({
      settings: { theme: 'system', language: 'de' },
      health: { kind: 'repaired', fields: ['theme'] },
    });
  });

  it('keeps a newer file aside before anything overwrites it', () => {
    const newer = writeSettings(defaultSettings).replace('"version": 2', '"version": 9');
    put(newer);
    expect(open().read().health).toMatchObject({ kind: 'newer' });
    expect(readFileSync(join(folder, kept()[0] ?? ''), 'utf8')).toBe(newer);
  });

  it('says so when the disk does not take it', () => {
    // Root writes into read-only folders, so the folder is replaced by a file.
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(open().write(defaultSettings)).toBe(false);
    chmodSync(folder, 0o600);
  });
});
