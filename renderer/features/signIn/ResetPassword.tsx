import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { newPasswordSchema } from '@parley/shared/backends/parleyApi';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Outcome } from '../account/Outcome.tsx';
import { useRequest } from '../account/useRequest.ts';

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
  const title = useId();
  const request = useRequest();
  const [address, setAddress] = useState(profile.address);
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const given = code.trim();
  const long = newPasswordSchema.safeParse(newPassword).success;
  const missing = (there: boolean): string | undefined => (asked && !there ? t('signUp.missing') : undefined);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (address === '' || given === '' || !long) return;
    request.run(
      () => desktop.servers.resetPassword({ ...profile, address }, { code: given, newPassword }),
      t('reset.done'),
      () => {
        setCode('');
        setNewPassword('');
        setAsked(false);
      },
    );
  };
  return (
    <main className="sign-in-stage">
      <form
        className="sign-in"
        data-part="reset-password"
        noValidate
        aria-labelledby={title}
        aria-busy={request.busy}
        onSubmit={submit}
      >
        <Mark size={44} />
        <h1 id={title}>{t('reset.title')}</h1>
        <p className="quiet">{t('reset.lead')}</p>
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
          label={t('reset.code')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          ltr
          maxLength={256}
          autoFocus={address !== ''}
          problem={missing(given !== '')}
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
        <Button type="submit" tone={request.done === null ? 'primary' : 'normal'} wide isPending={request.busy}>
          {t(request.busy ? 'signIn.busy' : 'reset.submit')}
        </Button>
        <Button tone={request.done === null ? 'plain' : 'primary'} data-action="back" onPress={onBack}>
          {t('signUp.back')}
        </Button>
      </form>
    </main>
  );
}
