import type { ServerTestStep } from '@parley/shared/doctor/serverTest';
import type { ServerTestReport } from '@parley/shared/ipc/contract';
import type { TFunction } from 'i18next';
import { useEffect, useId, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { formatMilliseconds } from '../../components/format.ts';
import { VerdictSign, type Verdict } from '../../components/Ladder.tsx';
import { ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { TechnicalDetail } from '../../components/TechnicalDetail.tsx';
import { ErrorText, errorKey } from '../errors/ErrorText.tsx';
import type { ServerTestState } from './useServerTest.ts';

/** The steps of a test of the server, each with its verdict as soon as it is known. */
export function ServerTest(props: {
  readonly state: ServerTestState;
  /** What was tested is no longer what is typed. */
  readonly outdated: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { state } = props;
  const title = useId();
  const running = state.kind === 'running';
  const section = useRef<HTMLElement>(null);
  // Where the page is one column, the steps begin below what is seen.
  useEffect(() => {
    if (running) section.current?.scrollIntoView({ block: 'nearest' });
  }, [running]);
  const reports = state.kind === 'idle' ? [] : state.reports;
  return (
    <section
      ref={section}
      className="card server-test"
      data-part="server-test"
      aria-labelledby={title}
      aria-busy={running}
    >
      <h2 id={title}>{t('serverTest.title')}</h2>
      <div className="row">
        {running ? (
          <Button tone="normal" isDisabled={state.stopping} data-action="stop-test" onPress={props.onStop}>
            {t(state.stopping ? 'serverTest.stopping' : 'serverTest.stop')}
          </Button>
        ) : (
          <Button tone="normal" data-action="test-server" onPress={props.onStart}>
            {t(state.kind === 'idle' ? 'serverTest.start' : 'serverTest.again')}
          </Button>
        )}
      </div>
      {state.kind === 'idle' && <p>{t('serverTest.lead')}</p>}
      {state.kind === 'done' && state.error === null && (
        <p className="test-summary">
          <strong>{summaryOf(state, t)}</strong> {props.outdated && t('serverTest.outdated')}
        </p>
      )}
      {state.kind === 'done' && state.error !== null && (
        <ToldNotice tone="error" reason={errorKey(state.error)}>
          <ErrorText error={state.error} />
          <TechnicalDetail text={state.error.message} />
        </ToldNotice>
      )}
      {state.kind !== 'idle' && (running || state.error === null) && (
        <ol className="test-steps">
          {state.steps.map((name, index) => (
            <Step
              key={name}
              name={name}
              report={reports.find((report) => report.name === name) ?? null}
              trying={running && index === reports.length}
              proofless={state.proofless}
            />
          ))}
        </ol>
      )}
      {running && <Progress label={t('serverTest.running')} />}
      {state.kind === 'done' && reports.length > 0 && (
        <TechnicalDetail
          text={reports.map(({ name, verdict, ms, detail }) => `${name}: ${verdict}, ${ms} ms: ${detail}`).join('\n')}
        />
      )}
    </section>
  );
}

const verdicts: Readonly<Record<ServerTestReport['verdict'], Verdict>> = {
  ok: 'works',
  failed: 'blocked',
  skipped: 'untried',
};

function Step({
  name,
  report,
  trying,
  proofless,
}: {
  readonly name: ServerTestStep;
  readonly report: ServerTestReport | null;
  readonly trying: boolean;
  readonly proofless: boolean;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const verdict = report === null ? (trying ? 'trying' : 'untried') : verdicts[report.verdict];
  return (
    <li className="test-step" data-part="test-step" data-step={name} data-verdict={verdict}>
      <VerdictSign verdict={verdict} />
      <div className="test-step-what">
        <b>{t(`serverTest.step.${name}.name`)}</b>
        <small>{t(`serverTest.step.${name}.what`)}</small>
      </div>
      <span className="test-step-word">{wordOf(report, trying, t)}</span>
      <span className="reading" dir="auto">
        {report !== null && report.verdict !== 'skipped' ? formatMilliseconds(report.ms, i18n.language) : ''}
      </span>
      {report?.verdict === 'failed' && (
        <p className="test-step-why">
          {report.reason === undefined ? (
            t(name === 'signIn' && proofless ? 'serverTest.signInFirst' : 'serverTest.failed')
          ) : (
            <ErrorText error={{ code: 'unavailable', reason: report.reason, message: report.detail }} />
          )}
        </p>
      )}
    </li>
  );
}

/** The verdict in a word. */
function wordOf(report: ServerTestReport | null, trying: boolean, t: TFunction): string {
  if (report === null) return t(trying ? 'verdict.trying' : 'verdict.untried');
  return t(`serverTest.verdict.${report.verdict}`);
}

/** A step that has just ended, for whoever does not see it. */
export const sayStep = (
  { name, verdict, reason }: ServerTestReport & { readonly reason?: string },
  t: TFunction,
): string =>
  `${t(`serverTest.step.${name}.name`)}: ${t(`serverTest.verdict.${verdict}`)}. ${
    verdict === 'failed' && reason !== undefined ? t(`error.${reason}.what`) : ''
  }`.trim();

function summaryOf(state: Extract<ServerTestState, { kind: 'done' }>, t: TFunction): string {
  if (state.stopped) return t('serverTest.stopped');
  const failed = state.reports.find(({ verdict }) => verdict === 'failed');
  if (failed !== undefined) return t('serverTest.failsAt', { step: t(`serverTest.step.${failed.name}.name`) });
  return t(
    state.reports.some(({ name, verdict }) => name === 'livekit' && verdict === 'ok')
      ? 'serverTest.works'
      : 'serverTest.worksPartly',
  );
}
