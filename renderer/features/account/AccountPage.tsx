import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { type Account } from '@parley/shared/backends/parley/session';
import { newPasswordSchema, personNameSchema } from '@parley/shared/backends/parley/text';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useSignOut } from '../leaving/useLeaving.ts';
import { Devices } from './Devices.tsx';
import { Invitations } from './Invitations.tsx';
import { Outcome } from './Outcome.tsx';
import { useRequest } from './useRequest.ts';

/** Who one is at the server that is shown, and what can be done about it there. */
export function AccountPage(): ReactElement {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const session = useDesktopState((state) => state.session);
  const profile = useDesktopState((state) => state.profile);
  const invites = useDesktopState((state) => state.shownChannels.permissions?.includes('MANAGE_ROLES') ?? false);
  if (session.kind !== 'signedIn' || profile === null) return <p>{t('settings.signedOut')}</p>;
  const { account } = session;
  // Who came by a link has neither a password nor anything that lasts.
  const holder = capabilities[profile.dialect].account && account.guest !== true;
  const { id } = profile;
  return (
    <div className="stack" data-part="account" key={`${id} ${account.id}`}>
      <div className="card">
        <p>
          <strong>
            <bdi>{account.name}</bdi>
          </strong>{' '}
          <span dir="ltr">{profile.address}</span>
        </p>
        <p className="small">{t(session.vault.kind === 'vault' ? 'vault.kept' : 'vault.memory')}</p>
        {holder && <Name server={id} account={account} />}
        <div>
          <Button tone="danger" data-action="sign-out" onPress={() => signOut(id)}>
            {t('settings.signOut')}
          </Button>
        </div>
      </div>
      {holder && (
        <>
          <Password server={id} />
          <Devices server={id} />
          {invites && <Invitations server={id} />}
          <OwnData server={id} />
        </>
      )}
    </div>
  );
}

function Name({ server, account }: { readonly server: string; readonly account: Account }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const request = useRequest();
  const [name, setName] = useState(account.name);
  const [asked, setAsked] = useState(false);
  const readable = personNameSchema.safeParse(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (readable.success) {
      request.run(() => desktop.account.rename(server, readable.data), t('account.name.done', { name: readable.data }));
    }
  };
  return (
    <form className="account-form" noValidate data-part="account-name" onSubmit={submit}>
      <TextField
        label={t('account.name.label')}
        hint={t('account.name.hint')}
        value={name}
        onChange={setName}
        autoComplete="name"
        maxLength={256}
        problem={asked && !readable.success ? t('account.name.missing') : undefined}
      />
      <Outcome request={request} />
      <div>
        <Button type="submit" tone="normal" isPending={request.busy}>
          {t('account.name.save')}
        </Button>
      </div>
    </form>
  );
}

function Password({ server }: { readonly server: string }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const request = useRequest();
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const long = newPasswordSchema.safeParse(newPassword).success;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (!long || password === '') return;
    request.run(
      () => desktop.account.changePassword(server, { password, newPassword }),
      t('account.password.done'),
      () => {
        setPassword('');
        setNewPassword('');
        setAsked(false);
      },
    );
  };
  return (
    <form className="card" noValidate data-part="account-password" onSubmit={submit}>
      <h2>{t('account.password.title')}</h2>
      <TextField
        label={t('account.password.old')}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        problem={asked && password === '' ? t('account.password.missing') : undefined}
      />
      <TextField
        label={t('account.password.new')}
        hint={t('account.password.hint')}
        value={newPassword}
        onChange={setNewPassword}
        type="password"
        autoComplete="new-password"
        problem={asked && !long ? t('account.password.short') : undefined}
      />
      <Outcome request={request} />
      <div>
        <Button type="submit" tone="normal" isPending={request.busy}>
          {t('account.password.save')}
        </Button>
      </div>
    </form>
  );
}

/** What the server keeps, as a file; and the end of it all, which takes the password and cannot be taken back. */
function OwnData({ server }: { readonly server: string }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const saving = useRequest();
  const deleting = useRequest();
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState('');
  const remove = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '') deleting.run(() => desktop.account.delete(server, password), null);
  };
  return (
    <div className="card" data-part="account-data">
      <h2>{t('account.data.title')}</h2>
      <p>{t('account.data.export')}</p>
      <Outcome request={saving} />
      <div>
        <Button
          tone="normal"
          data-action="export"
          isPending={saving.busy}
          onPress={() => saving.run(() => desktop.account.export(server), t('account.data.exported'))}
        >
          {t('account.data.save')}
        </Button>
      </div>
      {!asking && (
        <div>
          <Button tone="danger" data-action="delete-account" onPress={() => setAsking(true)}>
            {t('account.data.delete')}
          </Button>
        </div>
      )}
      {asking && (
        <form
          className="account-form"
          noValidate
          data-part="account-delete"
          onSubmit={remove}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            setAsking(false);
          }}
        >
          <p>{t('account.data.question')}</p>
          <TextField
            label={t('signIn.password')}
            value={password}
            onChange={setPassword}
            type="password"
            autoComplete="current-password"
            autoFocus
          />
          <Outcome request={deleting} />
          <div className="row">
            <Button tone="normal" onPress={() => setAsking(false)}>
              {t('account.data.keep')}
            </Button>
            <Button
              type="submit"
              tone="danger"
              data-action="delete-account-now"
              isDisabled={password === ''}
              isPending={deleting.busy}
            >
              {t('account.data.deleteNow')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
