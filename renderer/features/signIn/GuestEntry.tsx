import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { passingNameSchema } from '@parley/shared/backends/parleyApi';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { useDesktop } from '../../desktop/DesktopContext.ts';
import { Outcome } from '../account/Outcome.tsx';
import { useRequest } from '../account/useRequest.ts';

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
  const title = useId();
  const request = useRequest();
  const [address, setAddress] = useState(profile.address);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const known = passingNameSchema.safeParse(name);
  const link = code.trim();
  const missing = (there: boolean): string | undefined => (asked && !there ? t('signUp.missing') : undefined);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (address === '' || link === '' || !known.success) return;
    const guest = { kind: 'guest', code: link, name: known.data } as const;
    request.run(() => desktop.servers.signIn({ ...profile, address, login: '' }, guest), null);
  };
  return (
    <main className="sign-in-stage">
      <form
        className="sign-in"
        data-part="guest-entry"
        noValidate
        aria-labelledby={title}
        aria-busy={request.busy}
        onSubmit={submit}
      >
        <Mark size={44} />
        <h1 id={title}>{t('guestEntry.title')}</h1>
        <p className="quiet">{t('guestEntry.lead')}</p>
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
          label={t('guestEntry.code')}
          hint={t('guestEntry.codeHint')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          ltr
          maxLength={256}
          autoFocus={address !== ''}
          problem={missing(link !== '')}
        />
        <TextField
          label={t('account.name.label')}
          hint={t('account.name.hint')}
          value={name}
          onChange={setName}
          autoComplete="name"
          maxLength={256}
          problem={missing(known.success)}
        />
        <Outcome request={request} />
        <Button type="submit" tone="primary" wide isPending={request.busy}>
          {t(request.busy ? 'signIn.busy' : 'guestEntry.submit')}
        </Button>
        <Button data-action="back" onPress={onBack}>
          {t('signUp.back')}
        </Button>
      </form>
    </main>
  );
}
