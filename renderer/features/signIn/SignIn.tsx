import type { SessionView } from '@parley/shared/ipc/contract';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../components/Mark.tsx';
import { Notice } from '../../components/Notice.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';

type SignedOut = Exclude<SessionView, { kind: 'signedIn' }>;

/** The first thing a new person sees: which server, who, and what went wrong, beside the fields it is about. */
export function SignIn({ session }: { readonly session: SignedOut }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const title = useId();
  const [address, setAddress] = useState(session.address);
  const [login, setLogin] = useState(session.login);
  const [password, setPassword] = useState('');
  const busy = session.kind === 'signingIn';
  const error = session.kind === 'signedOut' ? session.error : null;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void desktop.session.signIn({ address, login, password }).then((answer) => {
      if (answer.ok && answer.value.kind === 'signedIn') setPassword('');
    });
  };
  return (
    <main className="sign-in-stage">
      <form className="sign-in" data-part="sign-in" aria-labelledby={title} aria-busy={busy} onSubmit={submit}>
        <Mark size={44} />
        <h1 id={title}>{t('signIn.title')}</h1>
        <p className="quiet">{t('signIn.lead')}</p>
        <TextField
          label={t('signIn.address')}
          hint={t('signIn.addressHint')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
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
              (error.reason === 'vaultLocked' || error.reason === 'serverUnreachable') &&
              login !== '' &&
              password === '' ? (
                <button type="button" className="button" onClick={() => void desktop.session.retry()}>
                  {t('signIn.retry')}
                </button>
              ) : undefined
            }
          >
            <ErrorText error={error} />
            <TechnicalDetail text={error.message} />
          </Notice>
        )}
        <button
          type="submit"
          className="button is-primary is-wide"
          disabled={busy || address === '' || login === '' || password === ''}
        >
          {busy ? t('signIn.busy') : t('signIn.submit')}
        </button>
      </form>
    </main>
  );
}

function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password';
  readonly autoComplete: string;
}): ReactElement {
  const hint = useId();
  return (
    <label className="field-label">
      {props.label}
      <span className="field">
        <input
          type={props.type ?? 'text'}
          value={props.value}
          autoComplete={props.autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1024}
          aria-describedby={props.hint === undefined ? undefined : hint}
          onChange={({ target }) => props.onChange(target.value)}
        />
      </span>
      {props.hint !== undefined && (
        <span className="field-hint" id={hint}>
          {props.hint}
        </span>
      )}
    </label>
  );
}
