import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useUpdate } from '../settings/settingHooks.ts';

/** Where the file of a private certificate authority is. */
export function PrivateCertificates(): ReactElement {
  const { t } = useTranslation();
  const saved = useDesktopState(({ settings }) => settings.authorityFile);
  const { file, from, problem } = useDesktopState(({ extraCa }) => extraCa);
  const update = useUpdate();
  const [path, setPath] = useState(saved ?? '');
  const wrong = from === 'settings' && path.trim() === file ? problem : null;
  return (
    <div className="card">
      <TextField
        label={t('setting.authorityFile.name')}
        hint={t('setting.authorityFile.hint')}
        value={path}
        onChange={setPath}
        onBlur={() => update({ authorityFile: path.trim() === '' ? null : path.trim() })}
        autoComplete="off"
        ltr
        {...(wrong === null ? {} : { problem: t(`setting.authorityFile.${wrong}`) })}
      />
      {from === 'environment' && <p className="small">{t('setting.authorityFile.environment', { file })}</p>}
    </div>
  );
}
