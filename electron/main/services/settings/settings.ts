import type { Settings, SettingsHealth } from '@parley/shared/settings/settings';
import type { Observable } from '../observable.ts';
import { createSettable } from '../observable.ts';
import type { SettingsFile } from './settingsFile.ts';

export interface SettingsService extends Observable<Settings> {
  update(patch: Partial<Settings>): Settings;
  health(): SettingsHealth;
}

/** The current settings in memory; every change is written at once, and a disk that refuses is said in `health`. */
export function createSettings(file: SettingsFile): SettingsService {
  const first = file.read();
  const current = createSettable(first.settings);
  let health = first.health;
  return {
    get: current.get,
    onChanged: current.onChanged,
    health: () => health,
    update(patch) {
      const next = { ...current.get(), ...patch };
      if (!file.write(next)) health = { kind: 'readOnly' };
      current.set(next);
      return next;
    },
  };
}
