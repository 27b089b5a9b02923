import type { SessionView } from '@parley/shared/ipc/contract';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Steps } from '../../components/Steps.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

type SignedOut = Exclude<SessionView, { kind: 'signedIn' }>;

/** The first thing a new person sees: which server, who, and what went wrong, beside the fields it is about. */
export function SignIn({ session }: { readonly session: SignedOut }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const introduced = useDesktopState(({ settings }) => settings.introduced);
  const title = useId();
  const [address, setAddress] = useState(session.address);
  const [login, setLogin] = useState(session.login);
  const [password, setPassword] = useState('');
  const busy = session.kind === 'signingIn';
  const error = session.kind === 'signedOut' ? session.error : null;
  const retries =
    error !== null &&
    (error.reason === 'vaultLocked' || error.reason === 'serverUnreachable') &&
    login !== '' &&
    password === '';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void desktop.session.signIn({ address, login, password }).then((answer) => {
      if (answer.ok && answer.value.kind === 'signedIn') setPassword('');
    });
  };
  return (
    <main className="sign-in-stage">
      <form className="sign-in" data-part="sign-in" aria-labelledby={title} aria-busy={busy} onSubmit={submit}>
        {introduced ? <Mark size={44} /> : <Steps now={1} of={3} />}
        <h1 id={title}>{t(introduced ? 'signIn.title' : 'signIn.welcome')}</h1>
        <p className="quiet">{t('signIn.lead')}</p>
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.addressHint')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
          icon={<Server className="icon" size={16} aria-hidden />}
        />
        <TextField label={t('signIn.login')} value={login} onChange={setLogin} autoComplete="username" />
        <TextField
          label={t('signIn.password')}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
        />
        {error !== null && (
          <Notice
            tone="error"
            reason={errorKey(error)}
            action={
              retries ? (
                <Button tone="normal" onPress={() => void desktop.session.retry()}>
                  {t('signIn.retry')}
                </Button>
              ) : undefined
            }
          >
            <ErrorText error={error} />
            <TechnicalDetail text={error.message} />
          </Notice>
        )}
        <Button
          type="submit"
          tone="primary"
          wide
          isDisabled={busy || address === '' || login === '' || password === ''}
        >
          {busy ? t('signIn.busy') : t('signIn.submit')}
        </Button>
        {busy && <Progress label={t('signIn.busy')} />}
      </form>
    </main>
  );
}
