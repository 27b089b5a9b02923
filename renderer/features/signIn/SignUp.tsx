import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { loginSchema, newPasswordSchema, personNameSchema } from '@parley/shared/backends/parleyApi';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Outcome } from '../account/Outcome.tsx';
import { useRequest } from '../account/useRequest.ts';

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
  const title = useId();
  const request = useRequest();
  const [address, setAddress] = useState(profile.address);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const known = {
    name: personNameSchema.safeParse(name),
    login: loginSchema.safeParse(login),
    password: newPasswordSchema.safeParse(password),
  };
  const invitation = code.trim();
  const missing = (there: boolean): string | undefined => (asked && !there ? t('signUp.missing') : undefined);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (address === '' || invitation === '') return;
    if (!known.name.success || !known.login.success || !known.password.success) return;
    const person = { invitation, name: known.name.data, login: known.login.data, password: known.password.data };
    request.run(
      () => desktop.servers.signIn({ ...profile, address, login: person.login }, { kind: 'invitation', ...person }),
      null,
    );
  };
  return (
    <main className="sign-in-stage">
      <form
        className="sign-in"
        data-part="sign-up"
        noValidate
        aria-labelledby={title}
        aria-busy={request.busy}
        onSubmit={submit}
      >
        <Mark size={44} />
        <h1 id={title}>{t('signUp.title')}</h1>
        <p className="quiet">{t('signUp.lead')}</p>
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.addressHint')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
          inputMode="url"
          autoFocus={address === ''}
          problem={missing(address !== '')}
          icon={<Server className="icon" size={16} aria-hidden />}
        />
        <TextField
          label={t('signUp.code')}
          hint={t('signUp.codeHint')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          ltr
          maxLength={256}
          autoFocus={address !== ''}
          problem={missing(invitation !== '')}
        />
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
        <Outcome request={request} />
        <Button type="submit" tone="primary" wide isPending={request.busy}>
          {t(request.busy ? 'signIn.busy' : 'signUp.submit')}
        </Button>
        <Button data-action="back" onPress={onBack}>
          {t('signUp.back')}
        </Button>
      </form>
    </main>
  );
}
