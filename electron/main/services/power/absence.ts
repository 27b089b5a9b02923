import type { AbsenceCause, AbsenceChange } from '@parley/shared/absence';
import type { Disposable } from '../disposable.ts';
import { watchDesktopSession } from './desktopSession.ts';

/**
 * What Electron tells (https://www.electronjs.org/docs/latest/api/power-monitor): sleep on every system, the lock on Windows
 * and macOS alone (electron#38088), fast user switching on macOS alone; Windows locks the screen for it.
 */
const told = [
  ['suspend', 'resume', 'suspend'],
  ['lock-screen', 'unlock-screen', 'lockScreen'],
  ['user-did-resign-active', 'user-did-become-active', 'sessionSwitch'],
] as const satisfies readonly (readonly [string, string, AbsenceCause])[];

type PowerEvent = (typeof told)[number][0 | 1];

/** Electron's `powerMonitor`, as far as it is needed here. */
export interface PowerMonitorPort {
  on(event: PowerEvent, listener: () => void): unknown;
  off(event: PowerEvent, listener: () => void): unknown;
}

/**
 * Tells that the person goes away from the machine, or comes back. A beginning may be told again without an end between.
 *
 * @param buses where a Linux desktop tells of its lock and its session; null: nowhere
 */
export function watchAbsence(ports: {
  readonly powerMonitor: PowerMonitorPort;
  readonly buses: { readonly system: string | null; readonly session: string | null };
  readonly onChange: (change: AbsenceChange) => void;
}): Disposable {
  const { powerMonitor, onChange } = ports;
  const listeners = told.flatMap(([begins, ends, cause]) => [
    { event: begins, listener: () => onChange({ kind: 'begins', cause }) },
    { event: ends, listener: () => onChange({ kind: 'ends', cause }) },
  ]);
  for (const { event, listener } of listeners) powerMonitor.on(event, listener);
  const session = watchDesktopSession({ ...ports.buses, onChange });
  return {
    dispose() {
      for (const { event, listener } of listeners) powerMonitor.off(event, listener);
      return session.dispose();
    },
  };
}
