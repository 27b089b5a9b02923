import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LevelSource } from '../../call/callView.ts';
import { formatLevel, formatLoss, formatMilliseconds } from '../../components/format.ts';
import { PathGlyph } from '../../components/PathGlyph.tsx';
import { Plot } from '../../components/Plot.tsx';
import { StageDialog } from '../../components/StageDialog.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';

/** Level, round trip and loss over time, and every path that the voice has taken. */
export function Connection({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t, i18n } = useTranslation();
  const controller = useCallController();
  const path = useCall((view) => view.path);
  const low = useDesktopState(({ bandwidth }) => bandwidth.low);
  const levels = useLevels(controller.microphoneLevel);
  const { language } = i18n;
  const milliseconds = (value: number): string => formatMilliseconds(value, language);
  const loss = (value: number): string => formatLoss(value, language);
  const level = (value: number): string => formatLevel(value, t, language);
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  return (
    <StageDialog part="connection" title={t('connection.title')} readOnly onClose={onClose}>
      {low !== null && (
        <p className="quiet" data-part="low-bandwidth">
          {t(`connection.low.${low}`)}
        </p>
      )}
      {path === null ? (
        <p className="quiet">{t('path.none')}</p>
      ) : (
        <>
          <Plot
            name={t('connection.roundTrip')}
            values={path.history}
            top={100}
            format={milliseconds}
            summary={summaryOf(t('connection.roundTrip'), path.history, milliseconds, t)}
          />
          <Plot
            name={t('connection.loss')}
            values={path.losses}
            top={0.05}
            format={loss}
            summary={summaryOf(t('connection.loss'), path.losses, loss, t)}
          />
          <Plot
            name={t('connection.jitter')}
            values={path.jitters}
            top={40}
            format={milliseconds}
            summary={summaryOf(t('connection.jitter'), path.jitters, milliseconds, t)}
          />
          <Plot
            name={t('level.label')}
            values={levels.map((reading) => Math.max(-60, reading) + 60)}
            top={60}
            format={(value) => level(value - 60)}
            summary={summaryOf(t('level.label'), levels, level, t)}
          />
          <h3 className="legend">{t('connection.paths')}</h3>
          <ol className="path-changes">
            {path.changes.toReversed().map(({ kind, at, cause }) => (
              <li key={at}>
                <PathGlyph kind={kind} />
                <b dir="ltr">{kind}</b>
                <span>{t(`path.${kind}`)}</span>
                <span className="path-cause">{t(`connection.cause.${cause}`)}</span>
                <time className="reading" dateTime={new Date(at).toISOString()}>
                  {time.format(at)}
                </time>
              </li>
            ))}
          </ol>
        </>
      )}
    </StageDialog>
  );
}

function summaryOf(
  name: string,
  values: readonly number[],
  format: (value: number) => string,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  const now = values.at(-1);
  if (now === undefined) return t('connection.nothing', { name });
  return t('connection.summary', {
    name,
    now: format(now),
    least: format(Math.min(...values)),
    most: format(Math.max(...values)),
  });
}

/** As many readings as the plot has points, and how far apart, ms. */
const kept = 100;
const apart = 100;

/** The last ten seconds of the level, dBFS, as long as this is shown. */
function useLevels(source: LevelSource): readonly number[] {
  const [levels, setLevels] = useState<readonly number[]>([]);
  useEffect(() => source.subscribe((dbfs) => setLevels((before) => [...before, dbfs].slice(-kept)), apart), [source]);
  return levels;
}
