import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { newPasswordSchema } from '@parley/shared/backends/parley/text';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { CodeForm } from './CodeForm.tsx';

/** For who forgot the password: whom to ask for a code, and a new password by it. */
export function ResetPassword({
  profile,
  onBack,
}: {
  readonly profile: DialectProfile;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [newPassword, setNewPassword] = useState('');
  const long = newPasswordSchema.safeParse(newPassword).success;
  return (
    <CodeForm
      part="reset-password"
      words={{ title: t('reset.title'), lead: t('reset.lead'), code: t('reset.code'), submit: t('reset.submit') }}
      address={profile.address}
      decide={({ address, code }) =>
        long
          ? {
              ask: () => desktop.servers.resetPassword({ ...profile, address }, { code, newPassword }),
              done: t('reset.done'),
              after: () => setNewPassword(''),
            }
          : null
      }
      onBack={onBack}
    >
      {({ asked }) => (
        <TextField
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          value={newPassword}
          onChange={setNewPassword}
          type="password"
          autoComplete="new-password"
          problem={asked && !long ? t('account.password.short') : undefined}
        />
      )}
    </CodeForm>
  );
}
