import { newProfileId, type Dialect, type DialectProfile } from '@parley/shared/backends/dialects/profile';
import { transportModes } from '@parley/shared/backends/transportMode';
import { fixedServer } from '@parley/shared/policy/serverPolicy';
import type { ParleyError } from '@parley/shared/errors';
import { ArrowLeft, Server } from 'lucide-react';
import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/Button.tsx';
import { Choice, TextField, Toggle } from '../../components/fields.tsx';
import { Told, ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';
import { offerUndo, say, useView, useViewStore } from '../app/view.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { useServerPolicy } from '../policy/useServerPolicy.ts';
import { ProofFields, useProof } from '../signIn/ProofFields.tsx';
import { BearerFields } from './BearerFields.tsx';
import { ChannelRows } from './ChannelRows.tsx';
import { changesAccess, problemsOf } from './draftProblems.ts';
import { More } from './More.tsx';
import { checkDraft, draftOf, isForeign, proofKindOf, sameDraft, type Draft } from './profileDraft.ts';
import { RemoveServer } from './RemoveServer.tsx';
import { serverName } from './serverName.ts';
import { sayStep, ServerTest } from './ServerTest.tsx';
import { useServerTest } from './useServerTest.ts';

const dialects: readonly Dialect[] = ['parley', 'webchat', 'kraken', 'token', 'artist-space', 'direct'];

/** A new server, or one that is there: what it is, where, how one signs in, and whether that works. */
export function ServerForm({ server }: { readonly server: string | null }): ReactElement {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const view = useViewStore();
  const title = useId();
  const form = useRef<HTMLFormElement>(null);
  const saved = useDesktopState(({ settings }) => settings.servers.find(({ id }) => id === server) ?? null);
  const signedIn = useDesktopState(({ sessions }) => sessions[server ?? newProfileId]?.kind === 'signedIn');
  const serverPolicy = useServerPolicy();
  const fixed = saved !== null && fixedServer(serverPolicy, saved) !== null;
  const udpForbidden = useDesktopState(({ policy }) => policy?.udpForbidden === true);
  const [before] = useState(() => draftOf(saved));
  const wantedBack = useView((state) => state.draft);
  const [taken, setTaken] = useState(wantedBack);
  const [draft, setDraft] = useState<Draft>(wantedBack ?? before);
  if (wantedBack !== taken) {
    setTaken(wantedBack);
    if (wantedBack !== null) setDraft(wantedBack);
  }
  const [asked, setAsked] = useState<'nothing' | 'profile' | 'proof'>('nothing');
  const [attempt, setAttempt] = useState(0);
  const [moreOpen, setMoreOpen] = useState(false);
  const [doing, setDoing] = useState<'signIn' | 'save' | null>(null);
  const [failed, setFailed] = useState<ParleyError | null>(null);
  const [tested, setTested] = useState(draft);
  const kind = proofKindOf(draft);
  const proof = useProof(draft);
  const { needs } = proof;
  const test = useServerTest((report) => say(view, sayStep(report, t)));

  const id = saved?.id ?? newProfileId;
  const checked = checkDraft(draft, id);
  const accessChanged = saved !== null && changesAccess(saved, checked);
  const needsProof = saved === null || !signedIn || accessChanged;
  const endsSession = signedIn && accessChanged;
  const problems = problemsOf(checked, asked, {
    login: needsProof && needs.login && draft.login.trim() === '',
    secret: needsProof && proof.isMissing,
  });
  const change = (part: Partial<Draft>): void => setDraft((now) => ({ ...now, ...part }));
  const word = (place: string): string | undefined => {
    const problem = problems.get(place);
    return problem === undefined ? undefined : t(`serverForm.problem.${problem}`);
  };

  // Gone in whatever way, but for having been saved: what was typed can be had back.
  const finished = useRef(false);
  const afterwards = useRef((): void => undefined);
  useEffect(() => {
    afterwards.current = () => {
      view.setState({ draft: null });
      if (finished.current || sameDraft(draft, before)) return;
      offerUndo(view, {
        text: t('serverForm.discarded'),
        action: t('serverForm.reopen'),
        undo: () => view.setState({ page: 'server', server, draft, back: 'call' }),
      });
    };
  });
  useEffect(() => () => afterwards.current(), []);
  // Whoever waits for the browser and goes away waits no more.
  const waits = useRef(false);
  useEffect(() => () => void (waits.current && desktop.servers.cancel()), [desktop]);
  // The first wrong field; it may be inside what was just unfolded.
  useEffect(() => {
    if (attempt > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt]);

  const foreign = isForeign(draft.dialect);
  const pathPlace = draft.dialect === 'token' ? 'tokenPath' : 'basePath';
  const ask = (what: 'profile' | 'proof'): DialectProfile | null => {
    const found = problemsOf(checked, what, {
      login: needs.login && draft.login.trim() === '',
      secret: proof.isMissing,
    });
    setFailed(null);
    setAsked(found.size === 0 ? 'nothing' : what);
    if (checked.ok && found.size === 0) return checked.profile;
    if (['displayName', pathPlace].some((place) => found.has(place))) setMoreOpen(true);
    if (!needs.login && found.has('login')) setMoreOpen(true);
    setAttempt((now) => now + 1);
    return null;
  };
  // To where it was opened.
  const close = (): void => view.setState(({ back }) => ({ page: back, server: null }));
  const leave = (): void => {
    finished.current = true;
    close();
  };
  const signIn = (): void => {
    const profile = ask('proof');
    const given = proof.proofOf(draft.login.trim());
    if (profile === null || given === null || doing !== null) return;
    setDoing('signIn');
    waits.current = true;
    void desktop.servers.signIn(profile, given).then((answer) => {
      waits.current = false;
      setDoing(null);
      if (answer.ok) leave();
      else if (answer.error.code !== 'cancelled') setFailed(answer.error);
    });
  };
  const save = (): void => {
    const profile = ask('profile');
    if (profile === null || doing !== null) return;
    setDoing('save');
    void desktop.servers.save(profile).then((answer) => {
      setDoing(null);
      if (answer.ok) leave();
      else setFailed(answer.error);
    });
  };
  const startTest = (): void => {
    const profile = ask('profile');
    if (profile === null) return;
    setTested(draft);
    test.start(profile, needsProof ? proof.proofOf(draft.login.trim()) : null, !needsProof);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (needsProof) signIn();
    else save();
  };
  return (
    <main
      className="server-page"
      data-part="server-form"
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && close()}
    >
      <form
        ref={form}
        className="server-form"
        noValidate
        aria-labelledby={title}
        aria-busy={doing !== null}
        onSubmit={submit}
      >
        <div className="page">
          <div className="page-head server-head">
            <IconButton label={t('settings.back')} onPress={close} data-action="close-server">
              <ArrowLeft className="icon rtl-mirror" size={16} aria-hidden />
            </IconButton>
            <h1 id={title}>{saved === null ? t('serverForm.new') : <bdi>{serverName(saved)}</bdi>}</h1>
            <p>{t(saved === null ? 'serverForm.leadNew' : 'serverForm.lead')}</p>
          </div>
          <div className="two">
            <div className="stack">
              {fixed && (
                <div className="card" data-part="fixed-server">
                  <p>{t('policy.serverShort')}</p>
                  <p className="small">
                    {t(`dialect.${draft.dialect}.name`)} · <bdi dir="ltr">{draft.address}</bdi>
                  </p>
                </div>
              )}
              {!fixed && (
                <div className="card">
                  <Choice
                    label={t('serverForm.kind')}
                    options={dialects.map((dialect) => ({
                      id: dialect,
                      label: t(`dialect.${dialect}.name`),
                      hint: t(`dialect.${dialect}.hint`),
                    }))}
                    value={draft.dialect}
                    onChange={(dialect) => change({ dialect })}
                  />
                </div>
              )}
              <div className="card">
                {!fixed && (
                  <TextField
                    label={t(draft.dialect === 'direct' ? 'serverForm.livekitUrl' : 'signIn.address')}
                    hint={t(draft.dialect === 'direct' ? 'serverForm.livekitUrlHint' : 'signIn.addressHint')}
                    value={draft.address}
                    onChange={(address) => change({ address })}
                    autoComplete="url"
                    inputMode="url"
                    maxLength={2048}
                    autoFocus={saved === null}
                    ltr
                    problem={word('address')}
                    icon={<Server className="icon" size={16} aria-hidden />}
                  />
                )}
                {draft.dialect === 'token' && !fixed && (
                  <TextField
                    label={t('serverForm.livekitUrl')}
                    hint={t('serverForm.livekitUrlHint')}
                    value={draft.livekitUrl}
                    onChange={(livekitUrl) => change({ livekitUrl })}
                    autoComplete="off"
                    inputMode="url"
                    maxLength={2048}
                    ltr
                    problem={word('livekitUrl')}
                  />
                )}
                {/* A Parley server says its name at each sign-in. */}
                {draft.dialect !== 'parley' && (
                  <TextField
                    label={t('serverForm.name')}
                    hint={t('serverForm.nameHint')}
                    value={draft.name}
                    onChange={(typed) => change({ name: typed })}
                    autoComplete="off"
                    problem={word('name')}
                  />
                )}
                <More expanded={moreOpen} onExpandedChange={setMoreOpen}>
                  {foreign && (
                    <>
                      {!fixed && (
                        <TextField
                          label={t(`serverForm.${pathPlace}`)}
                          hint={t(`serverForm.${pathPlace}Hint`)}
                          value={draft.paths[draft.dialect]}
                          onChange={(path) => change({ paths: { ...draft.paths, [draft.dialect]: path } })}
                          autoComplete="off"
                          ltr
                          problem={word(pathPlace)}
                        />
                      )}
                      <TextField
                        label={t('serverForm.displayName')}
                        hint={t('serverForm.displayNameHint')}
                        value={draft.displayName}
                        onChange={(displayName) => change({ displayName })}
                        autoComplete="nickname"
                        problem={word('displayName')}
                      />
                    </>
                  )}
                  {(foreign || draft.dialect === 'direct') && !needs.login && (
                    <TextField
                      label={t('serverForm.account')}
                      hint={t('serverForm.accountHint')}
                      value={draft.login}
                      onChange={(login) => change({ login })}
                      autoComplete="username"
                      problem={word('login')}
                    />
                  )}
                  {draft.dialect === 'artist-space' && !fixed && (
                    <Toggle
                      label={t('serverForm.encrypted')}
                      hint={t('serverForm.encryptedHint')}
                      checked={draft.encrypted}
                      onChange={(encrypted) => change({ encrypted })}
                    />
                  )}
                  <Choice
                    label={t('serverForm.transport')}
                    options={transportModes.map((mode) => ({
                      id: mode,
                      label: t(`serverForm.transportMode.${mode}.name`),
                      hint: t(`serverForm.transportMode.${mode}.hint`),
                    }))}
                    value={draft.transport}
                    onChange={(transport) => change({ transport })}
                  />
                  {udpForbidden && <p className="small">{t('policy.udpShort')}</p>}
                </More>
              </div>
              {foreign && !fixed && (
                <div className="card">
                  <BearerFields bearer={draft.bearer} problem={word} onChange={(bearer) => change({ bearer })} />
                </div>
              )}
              {foreign && (
                <div className="card">
                  <ChannelRows
                    channels={draft.channels}
                    instances={draft.dialect === 'artist-space'}
                    problem={word}
                    onChange={(channels) => change({ channels })}
                  />
                </div>
              )}
            </div>
            <div className="stack">
              {(needs.login || (needsProof && needs.secret)) && (
                <div className="card" data-part="proof">
                  <h2>{t('serverForm.proof')}</h2>
                  {needs.login && (
                    <TextField
                      label={t('signIn.login')}
                      value={draft.login}
                      onChange={(login) => change({ login })}
                      autoComplete="username"
                      problem={word('login')}
                    />
                  )}
                  {needsProof && <ProofFields proof={proof} problem={word('secret')} />}
                  {kind === 'password' && (
                    <p className="small">{t(needsProof ? 'serverForm.proofUse' : 'serverForm.signedIn')}</p>
                  )}
                </div>
              )}
              <ServerTest
                state={test.state}
                outdated={!sameDraft(draft, tested)}
                onStart={startTest}
                onStop={() => test.stop()}
              />
            </div>
          </div>
        </div>
        <div className="form-foot">
          {endsSession && (
            <ToldNotice tone="warning" reason="ends-session">
              {t('serverForm.endsSession')}
            </ToldNotice>
          )}
          {failed !== null && (
            <ToldNotice tone="error" reason={errorKey(failed)}>
              <ErrorText error={failed} />
              <TechnicalDetail text={failed.message} />
            </ToldNotice>
          )}
          {doing === 'signIn' && (
            <div className="row">
              <Told first>{t(kind === 'browser' ? 'serverForm.inBrowser' : 'signIn.busy')}</Told>
              <Progress label={t('signIn.busy')} />
            </div>
          )}
          <div className="row">
            {needsProof && (
              <Button type="submit" tone="primary" isDisabled={doing !== null} data-action="sign-in">
                {t(kind === 'browser' ? 'signIn.browser' : 'signIn.submit')}
              </Button>
            )}
            {saved !== null && (
              <Button
                {...(needsProof ? { onPress: save } : { type: 'submit' as const })}
                tone={needsProof ? 'normal' : 'primary'}
                isDisabled={doing !== null}
                data-action="save-server"
              >
                {t('serverForm.save')}
              </Button>
            )}
            {doing === 'signIn' && kind === 'browser' ? (
              <Button onPress={() => void desktop.servers.cancel()} data-action="cancel-sign-in">
                {t('signIn.cancel')}
              </Button>
            ) : (
              <Button onPress={close}>{t('serverForm.close')}</Button>
            )}
            {saved !== null && (
              <span className="end">
                <RemoveServer profile={saved} onRemoved={leave} />
              </span>
            )}
          </div>
        </div>
      </form>
    </main>
  );
}
