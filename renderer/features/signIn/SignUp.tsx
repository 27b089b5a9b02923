import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { loginSchema, newPasswordSchema, personNameSchema } from '@parley/shared/backends/parley/text';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../components/fields.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { CodeForm } from './CodeForm.tsx';

/** An account by an invitation: the code, and who one wants to be. */
export function SignUp({
  profile,
  onBack,
}: {
  readonly profile: DialectProfile;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const known = {
    name: personNameSchema.safeParse(name),
    login: loginSchema.safeParse(login),
    password: newPasswordSchema.safeParse(password),
  };
  return (
    <CodeForm
      part="sign-up"
      words={{
        title: t('signUp.title'),
        lead: t('signUp.lead'),
        code: t('signUp.code'),
        codeHint: t('signUp.codeHint'),
        submit: t('signUp.submit'),
      }}
      address={profile.address}
      decide={({ address, code }) => {
        if (!known.name.success || !known.login.success || !known.password.success) return null;
        const person = { name: known.name.data, login: known.login.data, password: known.password.data };
        const proof = { kind: 'invitation', invitation: code, ...person } as const;
        return { ask: () => desktop.servers.signIn({ ...profile, address, login: person.login }, proof), done: null };
      }}
      onBack={onBack}
    >
      {({ asked, missing }) => (
        <>
          <TextField
            label={t('account.name.label')}
            hint={t('account.name.hint')}
            value={name}
            onChange={setName}
            autoComplete="name"
            maxLength={256}
            problem={missing(known.name.success)}
          />
          <TextField
            label={t('signIn.login')}
            hint={t('signUp.loginHint')}
            value={login}
            onChange={setLogin}
            autoComplete="username"
            maxLength={256}
            problem={missing(known.login.success)}
          />
          <TextField
            label={t('signIn.password')}
            hint={t('account.password.hint')}
            value={password}
            onChange={setPassword}
            type="password"
            autoComplete="new-password"
            problem={asked && !known.password.success ? t('account.password.short') : undefined}
          />
        </>
      )}
    </CodeForm>
  );
}
