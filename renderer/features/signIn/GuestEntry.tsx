import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { personNameSchema } from '@parley/shared/backends/parley/text';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { CodeForm } from './CodeForm.tsx';

/** Into one channel without an account: the code of a guest link, and a name. */
export function GuestEntry({
  profile,
  onBack,
}: {
  readonly profile: DialectProfile;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [name, setName] = useState('');
  const known = personNameSchema.safeParse(name);
  return (
    <CodeForm
      part="guest-entry"
      words={{
        title: t('guestEntry.title'),
        lead: t('guestEntry.lead'),
        code: t('guestEntry.code'),
        codeHint: t('guestEntry.codeHint'),
        submit: t('guestEntry.submit'),
      }}
      address={profile.address}
      decide={({ address, code }) => {
        if (!known.success) return null;
        const guest = { kind: 'guest', code, name: known.data } as const;
        return { ask: () => desktop.servers.signIn({ ...profile, address, login: '' }, guest), done: null };
      }}
      onBack={onBack}
    >
      {({ missing }) => (
        <TextField
          label={t('account.name.label')}
          hint={t('account.name.hint')}
          value={name}
          onChange={setName}
          autoComplete="name"
          maxLength={256}
          problem={missing(known.success)}
        />
      )}
    </CodeForm>
  );
}
