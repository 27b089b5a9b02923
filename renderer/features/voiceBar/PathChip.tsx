import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathView } from '../../call/callView.ts';
import { useCall } from '../call/CallContext.ts';
import { formatLoss, formatMilliseconds } from '../format.ts';

/** On which path the voice travels, how long it takes, how it was over the last minute. Always on. */
export function PathChip(): ReactElement {
  const { t, i18n } = useTranslation();
  const path = useCall((view) => view.path);
  const words =
    path === null
      ? t('path.none')
      : t('path.words', {
          path: t(`path.${path.kind}`),
          delay: formatMilliseconds(path.roundTrip),
          loss: formatLoss(path.loss, i18n.language),
        });
  return (
    <div
      className="path-chip"
      data-part="path-chip"
      data-path={path?.kind ?? 'none'}
      role="group"
      aria-label={words}
      title={words}
    >
      <div className="path-chip-main" aria-hidden="true">
        <PathGlyph kind={path?.kind ?? null} />
        <span className="path-chip-name" dir="ltr">
          {path?.kind ?? '–'}
        </span>
        <span className="path-chip-ms">{path === null ? '' : formatMilliseconds(path.roundTrip)}</span>
        {path !== null && <Spark history={path.history} />}
      </div>
      <div className="path-chip-foot" aria-hidden="true">
        <span>{path === null ? t('path.noCall') : t(`path.${path.kind}`)}</span>
        <span className="path-chip-loss">
          {path === null ? '' : t('path.loss', { loss: formatLoss(path.loss, i18n.language) })}
        </span>
      </div>
    </div>
  );
}

/** Line: UDP; double line: TCP; line through a diamond: relay; broken line: none. */
function PathGlyph({ kind }: { readonly kind: PathView['kind'] | null }): ReactElement {
  return (
    <svg className="path-glyph" width="24" height="16" viewBox="0 0 24 16" aria-hidden="true">
      {kind === null ? (
        <path d="M3 8h3.5M10 8h4M17.5 8H21" />
      ) : kind === 'TCP' ? (
        <path d="M4 6.2h16M4 9.8h16" />
      ) : kind === 'UDP' ? (
        <path d="M3 8h18" />
      ) : (
        <path d="M3 8h5.5M15.5 8H21M12 4.2 15.5 8 12 11.8 8.5 8Z" />
      )}
      <circle className="end" cx="3" cy="8" r="2" />
      <circle className="end" cx="21" cy="8" r="2" />
    </svg>
  );
}

const spark = { width: 56, height: 16 };

/** Round trips of the last minute; the scale begins at zero, so that calm looks calm. */
function Spark({ history }: { readonly history: readonly number[] }): ReactElement | null {
  if (history.length < 2) return null;
  const top = Math.max(40, ...history);
  const points = history.map((value, index): [number, number] => [
    (index / (history.length - 1)) * (spark.width - 4) + 2,
    spark.height - 2 - (value / top) * (spark.height - 4),
  ]);
  const [x, y] = points.at(-1) ?? [0, 0];
  return (
    <svg
      className="spark"
      width={spark.width}
      height={spark.height}
      viewBox={`0 0 ${spark.width} ${spark.height}`}
      aria-hidden="true"
    >
      <polyline points={points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ')} />
      <circle cx={x} cy={y} r="2" />
    </svg>
  );
}
