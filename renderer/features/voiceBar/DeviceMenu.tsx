import type { AudioDevice } from '@parley/shared/devices/device';
import { ChevronDown, Volume2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useDevices } from '../devices/useDevices.ts';

/** The menu opens above the voice bar, which is never covered, px. */
const aboveBar = 56;

/** Chooses the device of one kind in the voice bar. */
export function DeviceMenu({ kind }: { readonly kind: AudioDevice['kind'] }): ReactElement {
  const { t } = useTranslation();
  const { choices, requested, selected, selectedShort, choose } = useDevices(kind);
  return (
    <MenuTrigger>
      <Button
        className="device-button"
        data-part="device-button"
        data-kind={kind}
        aria-label={`${t(`device.${kind}`)}: ${selected}`}
      >
        {kind === 'audiooutput' && <Volume2 className="icon rtl-mirror" size={14} aria-hidden />}
        <span className="device-button-name" title={selected}>
          {selectedShort}
        </span>
        <ChevronDown className="icon" size={14} aria-hidden />
      </Button>
      <Popover className="menu" placement="top start" offset={aboveBar}>
        <Menu
          aria-label={t(`device.${kind}`)}
          selectionMode="single"
          selectedKeys={[requested]}
          onAction={(key) => choose(String(key))}
        >
          {choices.map(({ id, label }) => (
            <MenuItem key={id} id={id} className="menu-item" textValue={label}>
              <span className="menu-item-text">{label}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
