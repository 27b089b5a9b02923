import type { AudioDevice } from '@parley/shared/devices/device';
import { systemDefault } from '@parley/shared/devices/selectDevice';
import { ChevronDown, Volume2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';

/** The menu opens above the voice bar, which is never covered, px. */
const aboveBar = 56;

/** Chooses the device of one kind; the request is stored, the selection is what sound really uses. */
export function DeviceMenu({ kind }: { readonly kind: AudioDevice['kind'] }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const present = useDesktopState((state) => state.present);
  const selected = useDesktopState(({ devices }) => (kind === 'audioinput' ? devices.input : devices.output));
  const requested = useDesktopState(({ settings }) => (kind === 'audioinput' ? settings.input : settings.output));
  // Chromium's alias of the default stands for itself, so it is one entry, ours.
  const choices = present.filter(
    (device) => device.kind === kind && device.deviceId !== systemDefault && device.deviceId !== 'communications',
  );

  const label =
    selected === null
      ? t('device.none')
      : selected.deviceId === systemDefault
        ? t('device.default')
        : selected.label || t('device.unnamed');
  const choose = (deviceId: string): void => {
    const device = choices.find((choice) => choice.deviceId === deviceId);
    const wish = device === undefined ? null : { deviceId, groupId: device.groupId, label: device.label };
    void desktop.devices.request(kind, wish);
  };
  return (
    <MenuTrigger>
      <Button
        className="device-button"
        data-part="device-button"
        data-kind={kind}
        aria-label={`${t(`device.${kind}`)}: ${label}`}
      >
        {kind === 'audiooutput' && <Volume2 className="icon" size={14} aria-hidden />}
        <span className="device-button-name">{label}</span>
        <ChevronDown className="icon" size={14} aria-hidden />
      </Button>
      <Popover className="menu" placement="top start" offset={aboveBar}>
        <Menu
          aria-label={t(`device.${kind}`)}
          selectionMode="single"
          selectedKeys={[requested?.deviceId ?? systemDefault]}
          onAction={(key) => choose(String(key))}
        >
          <MenuItem id={systemDefault} className="menu-item" textValue={t('device.default')}>
            {t('device.default')}
          </MenuItem>
          {choices.map((device) => (
            <MenuItem
              key={device.deviceId}
              id={device.deviceId}
              className="menu-item"
              textValue={device.label || t('device.unnamed')}
            >
              {device.label || t('device.unnamed')}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
