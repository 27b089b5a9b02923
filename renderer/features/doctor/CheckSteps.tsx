import { networkSteps, type NetworkReport, type NetworkStep } from '@parley/shared/doctor/networkCheck';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { formatLoss, formatMilliseconds } from '../../components/format.ts';
import { VerdictSign, type Verdict } from '../../components/Ladder.tsx';

/** Every step of a check with its verdict as soon as it is known. */
export function CheckSteps(props: {
  readonly reports: readonly NetworkReport[];
  readonly trying: NetworkStep | null;
}): ReactElement {
  const { t } = useTranslation();
  const reportOf = (name: NetworkStep | undefined): NetworkReport | null =>
    props.reports.find((report) => report.name === name) ?? null;
  const causeOf = (name: NetworkStep | undefined): string | undefined => reportOf(name)?.facts?.cause;
  return (
    <ol className="test-steps" data-part="check-steps" aria-label={t('doctor.steps')}>
      {networkSteps.map((name, index) => (
        <Step
          key={name}
          name={name}
          report={reportOf(name)}
          known={index > 0 && causeOf(networkSteps[index - 1]) === causeOf(name)}
          trying={props.trying === name}
        />
      ))}
    </ol>
  );
}

function Step({
  name,
  report,
  known,
  trying,
}: {
  readonly name: NetworkStep;
  readonly report: NetworkReport | null;
  /** The step before says why this one is left out. */
  readonly known: boolean;
  readonly trying: boolean;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const verdict = report === null ? (trying ? 'trying' : 'untried') : verdictOf(report);
  const cause = report?.facts?.cause;
  const { roundTrip, loss } = report?.facts ?? {};
  return (
    <li className="test-step" data-part="check-step" data-step={name} data-verdict={verdict}>
      <VerdictSign verdict={verdict} />
      <div className="test-step-what">
        <b>{t(`doctor.step.${name}.name`)}</b>
        <small>{t(`doctor.step.${name}.what`)}</small>
      </div>
      <span className="test-step-word">
        {report === null ? t(`doctor.word.${trying ? 'trying' : 'waiting'}`) : wordOf(report, t)}
      </span>
      <span className="reading" dir="auto">
        {report !== null && report.verdict !== 'skipped' ? formatMilliseconds(report.ms, language) : ''}
      </span>
      {cause !== undefined && !(known && report?.verdict === 'skipped') && (
        <p className="test-step-why">{t(`error.${cause}.what`)}</p>
      )}
      {loss !== undefined && (
        <p className="test-step-why">
          {t('doctor.measured', {
            roundTrip: formatMilliseconds(roundTrip ?? null, language),
            loss: formatLoss(loss, language),
          })}
        </p>
      )}
    </li>
  );
}

function verdictOf({ verdict, facts }: NetworkReport): Verdict {
  if (verdict === 'skipped') return 'untried';
  if (verdict === 'failed') return 'blocked';
  return facts?.cause === undefined ? 'works' : 'slow';
}

/** The verdict in a word. */
export const wordOf = (report: NetworkReport, t: TFunction): string => t(`doctor.word.${verdictOf(report)}`);
