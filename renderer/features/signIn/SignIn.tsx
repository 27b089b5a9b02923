import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { newProfileId, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { Proof } from '@parley/shared/backends/dialects/proof';
import { fixedServer } from '@parley/shared/policy/serverPolicy';
import type { ParleyError } from '@parley/shared/errors';
import type { SessionView } from '@parley/shared/ipc/contract';
import { Server } from 'lucide-react';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { Mark } from '../../components/Mark.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Steps } from '../../components/Steps.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { serverName } from '../servers/serverName.ts';
import { useServerPolicy } from '../policy/useServerPolicy.ts';
import { ProofFields, useProof } from './ProofFields.tsx';
import { useBrowserOffer } from './useBrowserOffer.ts';

/** Without an account, for a new one, or without its password. */
export type OtherWay = 'guest' | 'invitation' | 'forgotten';

type SignedOut = Exclude<SessionView, { kind: 'signedIn' }>;

/** What a new person starts with: nobody asks for a kind of server before it matters. */
export const newProfile: DialectProfile = { id: newProfileId, dialect: 'parley', address: '', login: '', name: '' };

/**
 * The first thing a new person sees: which server, who, and what went wrong, beside the fields it is about. With a saved
 * profile it asks for what that one signs in with.
 */
export function SignIn(props: {
  /** Null: the first server of all. */
  readonly profile: DialectProfile | null;
  readonly session: SignedOut;
  readonly onOtherWay: (way: OtherWay, address: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const introduced = useDesktopState(({ settings }) => settings.introduced);
  const title = useId();
  const saved = props.profile ?? newProfile;
  const [address, setAddress] = useState(saved.address);
  const [login, setLogin] = useState(saved.login);
  const proof = useProof(saved);
  // Asked about when it is whole: a server that is half typed may be somebody else's.
  const [settled, setSettled] = useState(saved.address);
  const offer = useBrowserOffer(saved.dialect === 'parley' ? settled : '');
  const [asked, setAsked] = useState<Proof['kind'] | null>(null);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  const busy = asked !== null || props.session.kind === 'signingIn';
  const error = failed ?? (props.session.kind === 'signedOut' ? props.session.error : null);
  const retries =
    failed === null &&
    (error?.reason === 'vaultLocked' || error?.reason === 'serverUnreachable') &&
    props.profile !== null &&
    proof.isEmpty;
  const given: Proof | null = proof.proofOf(login);

  const signIn = (profile: DialectProfile, by: Proof): void => {
    if (busy) return;
    setAsked(by.kind);
    setFailed(null);
    void desktop.servers.signIn(profile, by).then((answer) => {
      setAsked(null);
      if (answer.ok) proof.clear();
      else if (answer.error.code !== 'cancelled') setFailed(answer.error);
    });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (given !== null) signIn({ ...saved, address, login }, given);
  };
  // Who it is, the provider says.
  const signInByBrowser = (): void => signIn({ ...saved, address }, { kind: 'browser' });
  const edit = (): void => view.setState({ page: 'server', server: props.profile?.id ?? null, back: 'call' });
  const ownServer = saved.dialect === 'parley';
  const policy = useServerPolicy();
  const fixed = fixedServer(policy, saved) !== null;
  return (
    <main className="sign-in-stage">
      <form className="sign-in" data-part="sign-in" aria-labelledby={title} aria-busy={busy} onSubmit={submit}>
        {introduced ? <Mark size={44} /> : <Steps now={1} of={3} />}
        <h1 id={title}>
          {ownServer ? t(introduced ? 'signIn.title' : 'signIn.welcome') : <bdi>{serverName(saved)}</bdi>}
        </h1>
        <p className="quiet">
          {t(ownServer && !fixed ? 'signIn.lead' : 'signIn.leadForeign', { address: saved.address })}
        </p>
        {fixed && <p className="small">{t('policy.serverShort')}</p>}
        {ownServer && !fixed && (
          <TextField
            label={t('signIn.address')}
            hint={t('signIn.addressHint')}
            value={address}
            onChange={setAddress}
            onBlur={() => setSettled(address)}
            autoComplete="url"
            icon={<Server className="icon" size={16} aria-hidden />}
          />
        )}
        {proof.needs.login && (
          <TextField label={t('signIn.login')} value={login} onChange={setLogin} autoComplete="username" />
        )}
        <ProofFields proof={proof} />
        {error !== null && (
          <ToldNotice
            tone="error"
            reason={errorKey(error)}
            action={
              retries ? (
                <Button tone="normal" onPress={() => void desktop.servers.retry(saved.id)}>
                  {t('signIn.retry')}
                </Button>
              ) : undefined
            }
          >
            <ErrorText error={error} />
            <TechnicalDetail text={error.message} />
            {error.code === 'unavailable' && address !== '' && (
              <Button
                tone="normal"
                data-action="open-doctor"
                onPress={() => view.setState({ page: 'settings', settingsPage: 'doctor', examined: address })}
              >
                {t('doctor.open')}
              </Button>
            )}
          </ToldNotice>
        )}
        <Button type="submit" tone="primary" wide isDisabled={busy || address === '' || given === null}>
          {busy ? t('signIn.busy') : t(proof.kind === 'browser' ? 'signIn.browser' : 'signIn.submit')}
        </Button>
        {busy && <Progress label={t('signIn.busy')} />}
        {offer !== null && address === settled && (
          <Button wide isDisabled={busy} data-action="sign-in-browser" onPress={signInByBrowser}>
            {asked === 'browser' ? t('signIn.inBrowser') : t('signIn.with', { label: offer })}
          </Button>
        )}
        {asked === 'browser' && (
          <Button wide onPress={() => void desktop.servers.cancel()}>
            {t('signIn.cancel')}
          </Button>
        )}
        {capabilities[saved.dialect].account && (
          <>
            <Button data-action="invitation" isDisabled={busy} onPress={() => props.onOtherWay('invitation', address)}>
              {t('signIn.invitation')}
            </Button>
            <Button data-action="guest" isDisabled={busy} onPress={() => props.onOtherWay('guest', address)}>
              {t('signIn.guest')}
            </Button>
            <Button data-action="forgotten" isDisabled={busy} onPress={() => props.onOtherWay('forgotten', address)}>
              {t('signIn.forgotten')}
            </Button>
          </>
        )}
        {(props.profile !== null || !policy.othersForbidden) && (
          <Button data-action="edit-server" onPress={edit}>
            {t(props.profile === null ? 'signIn.otherKind' : 'signIn.edit')}
          </Button>
        )}
      </form>
    </main>
  );
}
