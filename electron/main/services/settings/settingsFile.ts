import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings, writeSettings } from '@parley/shared/settings/readSettings';
import { defaultSettings, type Settings, type SettingsHealth } from '@parley/shared/settings/settings';

/** Where settings are kept. Only this file touches the disk; the service above it knows values. */
export interface SettingsFile {
  /** Reads once, at the start: quarantines what cannot be used and says so. Never throws. */
  read(): { readonly settings: Settings; readonly health: SettingsHealth };
  /** Atomic: a crash leaves the old file or the new one. False when the disk does not take it. */
  write(settings: Settings): boolean;
}

/**
 * `settings.json` in `folder`, with `settings.good.json` beside it: the settings that were last written, or read without
 * complaint. The good copy is a file of its own and made from values, never by copying `settings.json`, so that a bad
 * file never overwrites it (the trap of https://github.com/daintreehq/daintree/issues/6035).
 */
export function createSettingsFile(folder: string, now: () => Date): SettingsFile {
  const file = join(folder, 'settings.json');
  const good = join(folder, 'settings.good.json');

  const quarantine = (): string => {
    const name = `settings.${now().toISOString().replaceAll(/[:.]/g, '-')}.kept.json`;
    try {
      copyFileSync(file, join(folder, name));
    } catch {
      return '';
    }
    return name;
  };
  const put = (target: string, settings: Settings, flush: boolean): boolean => {
    const draft = `${target}.${process.pid}.new`;
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(draft, writeSettings(settings), { mode: 0o600, flush });
      renameSync(draft, target);
      return true;
    } catch {
      return false;
    }
  };
  // Only the file itself waits for the disk: when the power fails before the copy is there, the file is whole.
  const keepGood = (settings: Settings): boolean => put(good, settings, false);
  const write = (settings: Settings): boolean => {
    if (!put(file, settings, true)) return false;
    keepGood(settings);
    return true;
  };
  const lastGood = (): Settings | null => {
    try {
      const reading = readSettings(readFileSync(good, 'utf8'));
      return reading.kind === 'unreadable' ? null : reading.settings;
    } catch {
      return null;
    }
  };

  return {
    read() {
      if (!existsSync(file)) return { settings: defaultSettings, health: { kind: 'fresh' } };
      let text = '';
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        // Treated as unreadable below: the original is kept, the program starts.
      }
      const reading = readSettings(text);
      switch (reading.kind) {
        case 'fine':
          keepGood(reading.settings);
          return { settings: reading.settings, health: { kind: 'fine' } };
        case 'newer':
          return { settings: reading.settings, health: { kind: 'newer', quarantine: quarantine() } };
        case 'repaired': {
          const kept = quarantine();
          write(reading.settings);
          return { settings: reading.settings, health: { kind: 'repaired', fields: reading.fields, quarantine: kept } };
        }
        case 'unreadable': {
          const kept = quarantine();
          const settings = lastGood();
          write(settings ?? defaultSettings);
          return settings === null
            ? { settings: defaultSettings, health: { kind: 'reset', quarantine: kept } }
            : { settings, health: { kind: 'restored', quarantine: kept } };
        }
      }
    },
    write,
  };
}
