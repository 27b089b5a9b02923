import type { DevicePurpose } from '@parley/shared/devices/device';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/fields.tsx';
import { useDevices } from '../devices/useDevices.ts';
import { Told } from '../notices/Told.tsx';

/** Chooses a device on a page, where there is room for what was asked for and what is in use. */
export function DevicePicker({ kind }: { readonly kind: DevicePurpose }): ReactElement {
  const { t } = useTranslation();
  const { choices, requested, missing, choose } = useDevices(kind);
  return (
    <div className="setting" data-part="device-picker" data-kind={kind}>
      <Select label={t(`device.${kind}`)} options={choices} value={requested} onChange={choose} />
      {missing !== null && (
        <Told className="small" first>
          {t('device.missing', { label: missing })}
        </Told>
      )}
    </div>
  );
}
