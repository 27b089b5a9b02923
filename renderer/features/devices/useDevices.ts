import type { AudioDevice } from '@parley/shared/devices/device';
import { systemDefault } from '@parley/shared/devices/selectDevice';
import { useTranslation } from 'react-i18next';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';

export interface DeviceChoices {
  /** The system's default first. */
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  /** Id of what the person asked for. */
  readonly requested: string;
  /** What sound really uses. */
  readonly selected: string;
  /** Label of the requested device while it is not plugged in. */
  readonly missing: string | null;
  choose(id: string): void;
}

/** The devices of one kind: the request is stored, the selection is what sound really uses (DESIGN.md §3). */
export function useDevices(kind: AudioDevice['kind']): DeviceChoices {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const present = useDesktopState((state) => state.present);
  const selected = useDesktopState(({ devices }) => (kind === 'audioinput' ? devices.input : devices.output));
  const requested = useDesktopState(({ settings }) => (kind === 'audioinput' ? settings.input : settings.output));
  // Chromium's aliases of the default stand for themselves, so they are one entry, ours.
  const devices = present.filter(
    (device) => device.kind === kind && device.deviceId !== systemDefault && device.deviceId !== 'communications',
  );
  const missing = requested !== null && selected?.fallback === true ? requested.label || t('device.unnamed') : null;
  return {
    choices: [
      { id: systemDefault, label: t('device.default') },
      ...devices.map(({ deviceId, label }) => ({ id: deviceId, label: label || t('device.unnamed') })),
      ...(requested !== null && missing !== null && !devices.some(({ deviceId }) => deviceId === requested.deviceId)
        ? [{ id: requested.deviceId, label: missing }]
        : []),
    ],
    requested: requested?.deviceId ?? systemDefault,
    selected:
      selected === null
        ? t('device.none')
        : selected.deviceId === systemDefault
          ? t('device.default')
          : selected.label || t('device.unnamed'),
    missing,
    choose(id) {
      const device = devices.find(({ deviceId }) => deviceId === id);
      const wish = device === undefined ? null : { deviceId: id, groupId: device.groupId, label: device.label };
      void desktop.devices.request(kind, wish);
    },
  };
}
