import type { AudioDevice, DevicePurpose } from '@parley/shared/devices/device';
import { systemDefault } from '@parley/shared/devices/selectDevice';
import { useTranslation } from 'react-i18next';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { nameAmong, tellApart } from './tellApart.ts';

export interface DeviceChoices {
  /** The system's default first. */
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  /** Id of what the person asked for. */
  readonly requested: string;
  /** What sound really uses. */
  readonly selected: string;
  /** The same where there is little room. */
  readonly selectedShort: string;
  /** Label of the requested device while it is not plugged in. */
  readonly missing: string | null;
  choose(id: string): void;
}

const selections = { audioinput: 'input', audiooutput: 'output', sounds: 'sounds' } as const;
const requests = { audioinput: 'input', audiooutput: 'output', sounds: 'soundOutput' } as const;

/** The devices of one kind: the request is stored, the selection is what sound really uses (DESIGN.md §3). */
export function useDevices(purpose: DevicePurpose): DeviceChoices {
  const kind: AudioDevice['kind'] = purpose === 'audioinput' ? 'audioinput' : 'audiooutput';
  /** What stands for "nothing in particular". */
  const usual = purpose === 'sounds' ? 'device.asVoices' : 'device.default';
  const { t } = useTranslation();
  const desktop = useDesktop();
  const present = useDesktopState((state) => state.present);
  const selected = useDesktopState(({ devices }) => devices[selections[purpose]]);
  const requested = useDesktopState(({ settings }) => settings[requests[purpose]]);
  // Chromium's aliases of the default stand for themselves, so they are one entry, ours.
  const devices = present.filter(
    (device) => device.kind === kind && device.deviceId !== systemDefault && device.deviceId !== 'communications',
  );
  const told = tellApart(devices.map(({ deviceId, label }) => ({ id: deviceId, label: label || t('device.unnamed') })));
  const missing = requested !== null && selected?.fallback === true ? requested.label || t('device.unnamed') : null;
  const name =
    selected === null
      ? t('device.none')
      : selected.deviceId === systemDefault
        ? t('device.default')
        : nameAmong(told, selected) || t('device.unnamed');
  return {
    choices: [
      { id: systemDefault, label: t(usual) },
      ...told,
      ...(requested !== null && missing !== null && !devices.some(({ deviceId }) => deviceId === requested.deviceId)
        ? [{ id: requested.deviceId, label: missing }]
        : []),
    ],
    requested: requested?.deviceId ?? systemDefault,
    selected: name,
    selectedShort: selected?.deviceId === systemDefault ? t('device.defaultShort') : name,
    missing,
    choose(id) {
      const device = devices.find(({ deviceId }) => deviceId === id);
      const wish = device === undefined ? null : { deviceId: id, groupId: device.groupId, label: device.label };
      void desktop.devices.request(purpose, wish);
    },
  };
}
