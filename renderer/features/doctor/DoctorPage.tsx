import type { NetworkReport } from '@parley/shared/doctor/networkCheck';
import type { DoctorTarget } from '@parley/shared/ipc/contract';
import { Server } from 'lucide-react';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/fields.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { say, useView, useViewStore } from '../app/view.ts';
import { useCall } from '../call/CallContext.ts';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import { PolicyCard } from '../policy/PolicyCard.tsx';
import { KnownProxies } from '../proxies/KnownProxies.tsx';
import { CheckSteps, wordOf } from './CheckSteps.tsx';
import { PrivateCertificates } from './PrivateCertificates.tsx';
import { useNetworkCheck } from './useNetworkCheck.ts';
import { Verdict } from './Verdict.tsx';

/** Which ways a voice has from here to a server: step by step, then in plain words. Needs no account. */
export function DoctorPage(): ReactElement {
  const { t } = useTranslation();
  const view = useViewStore();
  const profile = useDesktopState((state) => state.profile);
  // What the administrator names counts in its place.
  const authorityGiven = useDesktopState(({ policy }) => (policy?.authorityFile ?? null) !== null);
  const servers = useDesktopState(({ settings }) => settings.servers);
  const asked = useView(({ examined }) => examined);
  const inCall = useCall(({ state }) => state.phase !== 'idle');
  const [address, setAddress] = useState(asked ?? profile?.address ?? '');
  const check = useNetworkCheck((report: NetworkReport) =>
    say(view, `${t(`doctor.step.${report.name}.name`)}: ${wordOf(report, t)}`),
  );
  const { state } = check;
  const running = state.kind === 'running';
  const start = (typed: string): void => {
    const saved = [...(profile === null ? [] : [profile]), ...servers].find((one) => one.address === typed);
    const target: DoctorTarget =
      saved === undefined ? { kind: 'address', address: typed } : { kind: 'server', server: saved.id };
    check.start(target);
  };
  // From where something went wrong one comes to know why.
  useEffect(() => {
    if (asked === null) return;
    view.setState({ examined: null });
    start(asked);
    // Once for each address that is asked about, not when `start` is another function.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [asked]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!running && address.trim() !== '') start(address.trim());
  };
  return (
    <div className="stack" data-part="doctor" aria-busy={running}>
      <form className="card doctor-form" onSubmit={submit}>
        <TextField
          label={t('doctor.address')}
          value={address}
          onChange={setAddress}
          autoComplete="url"
          ltr
          icon={<Server className="icon" size={16} aria-hidden />}
        />
        <div className="row">
          <Button
            type="submit"
            tone={running ? 'normal' : 'primary'}
            isDisabled={running || address.trim() === ''}
            data-action="check-network"
          >
            {t(state.kind === 'done' ? 'doctor.again' : 'doctor.check')}
          </Button>
          {running && (
            <>
              <Button tone="normal" data-action="skip-step" onPress={() => check.skip()}>
                {t('doctor.skip')}
              </Button>
              <Button tone="normal" data-action="stop-check" onPress={() => check.stop()}>
                {t('doctor.stop')}
              </Button>
            </>
          )}
        </div>
        {inCall && <p className="small">{t('doctor.call')}</p>}
        {running && <Progress label={t('doctor.running')} />}
      </form>
      {state.kind === 'idle' && <PolicyCard />}
      {state.kind === 'idle' && !authorityGiven && <PrivateCertificates />}
      {state.kind === 'idle' && <KnownProxies />}
      {state.kind === 'refused' && (
        <ToldNotice tone="error" reason={errorKey(state.error)}>
          <ErrorText error={state.error} />
          <TechnicalDetail text={state.error.message} />
        </ToldNotice>
      )}
      {state.kind === 'done' && <Verdict outcome={state} />}
      {(running || state.kind === 'done') && (
        <div className="card">
          <CheckSteps reports={state.reports} trying={running ? state.step : null} />
        </div>
      )}
    </div>
  );
}
