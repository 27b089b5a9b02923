import { decideNetworkVerdict, endpointText, networkReportText } from '@parley/shared/doctor/networkVerdict';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { Told } from '../notices/Told.tsx';
import { causeKey } from './causeKey.ts';
import type { NetworkCheckState } from './useNetworkCheck.ts';

/** What a check comes to, in plain words: cause, consequence, what to ask for. */
export function Verdict({ outcome }: { readonly outcome: Extract<NetworkCheckState, { kind: 'done' }> }): ReactElement {
  const { t } = useTranslation();
  const title = useId();
  const version = useDesktopState((state) => state.version);
  const platform = useDesktopState((state) => state.platform);
  const { reports, subject, stopped, at } = outcome;
  const verdict = decideNetworkVerdict(reports, stopped);
  const list = verdict.asks.map(endpointText);
  const report = networkReportText(reports, verdict, {
    version,
    platform,
    server: subject.address,
    at: new Date(at).toISOString(),
  });
  const key = causeKey(verdict.summary);
  return (
    <section
      className="card doctor-verdict"
      data-part="doctor-verdict"
      data-voice={verdict.voice}
      data-summary={verdict.summary}
      aria-labelledby={title}
    >
      <h2 id={title}>
        {t(`doctor.voice.${verdict.voice}`, {
          path: verdict.path === null ? '' : t(`doctor.step.${verdict.path}.name`),
        })}
      </h2>
      <div className="doctor-words">
        <div>
          <h3>{t('doctor.going')}</h3>
          <Told first>{t(`${key}.what`)}</Told>
        </div>
        <div>
          <h3>{t('doctor.can')}</h3>
          <p>{t(`${key}.can`)}</p>
        </div>
        {list.length > 0 && (
          <div>
            <h3>{t('doctor.asks')}</h3>
            <ul className="doctor-asks" dir="ltr">
              {list.map((one) => (
                <li key={one}>
                  <code lang="en">{one}</code>
                </li>
              ))}
            </ul>
            <CopyButton
              label={t('doctor.copyAsks')}
              text={t('doctor.askText', { list: list.join(', ') })}
              action="copy-asks"
            />
          </div>
        )}
        {verdict.remarks.length > 0 && (
          <div>
            <h3>{t('doctor.besides')}</h3>
            {verdict.remarks.map((cause) => (
              <p key={cause} data-remark={cause}>
                {t(`error.${cause}.what`)} {t(`error.${cause}.can`)}
              </p>
            ))}
          </div>
        )}
      </div>
      <div className="row">
        <CopyButton label={t('doctor.copyReport')} text={report} action="copy-report" />
      </div>
      <TechnicalDetail text={report} />
    </section>
  );
}

function CopyButton(props: { readonly label: string; readonly text: string; readonly action: string }): ReactElement {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(props.text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Button tone="normal" data-action={props.action} onPress={copy}>
      {copied ? t('doctor.copied') : props.label}
    </Button>
  );
}
