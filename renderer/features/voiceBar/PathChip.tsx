import { Leaf } from 'lucide-react';
import type { ReactElement } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { formatLoss, formatMilliseconds } from '../../components/format.ts';
import { PathGlyph } from '../../components/PathGlyph.tsx';
import { Spark } from '../../components/Spark.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useView, useViewStore } from '../app/view.ts';
import { useCall } from '../call/CallContext.ts';
import { blockedLanes } from '../stage/blockedLanes.ts';

/** On which path the voice travels, how long it takes, how it was over the last minute. Always on; pressed, it says more. */
export function PathChip(): ReactElement {
  const { t, i18n } = useTranslation();
  const view = useViewStore();
  const expanded = useView(({ dialog }) => dialog === 'connection');
  const path = useCall((snapshot) => snapshot.path);
  const reconnecting = useCall(({ state }) => state.phase === 'reconnecting' && !state.mediaFlows);
  const low = useDesktopState(({ bandwidth }) => bandwidth.low);
  const blocked = useCall(
    ({ state }) => state.phase === 'failed' && blockedLanes(state.error.reason, 'automatic') !== null,
  );
  const wayWithout = t(blocked ? 'paths.notConnected' : 'path.noCall');
  const way = path === null ? wayWithout : t(reconnecting ? 'call.phase.reconnecting' : `path.${path.kind}`);
  const broken = path === null || reconnecting;
  return (
    <Button
      className={`path-chip${reconnecting || blocked ? ' is-trouble' : ''}`}
      data-part="path-chip"
      data-path={path?.kind ?? 'none'}
      aria-expanded={expanded}
      onPress={() => view.setState({ dialog: expanded ? null : 'connection' })}
    >
      <span className="path-chip-main">
        <span className="sr">{t('path.label')}</span>
        <PathGlyph kind={broken ? null : path.kind} />
        <span className="path-chip-name" dir={blocked ? 'auto' : 'ltr'}>
          {path?.kind ?? (blocked ? t('paths.blocked') : '–')}
        </span>
        <span className="path-chip-ms" dir="auto">
          {path === null ? '' : formatMilliseconds(path.roundTrip, i18n.language)}
        </span>
        {path !== null && low !== null && (
          <span className="path-chip-low" data-part="path-chip-low" title={t(`connection.low.${low}`)}>
            <Leaf className="icon" size={14} aria-hidden />
            <span className="sr">{t(`path.low.${low}`)}</span>
          </span>
        )}
        {path !== null && <Spark values={path.history} />}
      </span>
      <span className="path-chip-foot">
        <span className="path-chip-words" title={way}>
          {way}
        </span>
        {path !== null && path.jitter !== null && (
          <span className="path-chip-loss path-chip-jitter">
            <span className="sr">{t('connection.jitter')}</span>
            <bdi>±{formatMilliseconds(path.jitter, i18n.language)}</bdi>
          </span>
        )}
        <span className="path-chip-loss">
          {path === null ? '' : t('path.loss', { loss: formatLoss(path.loss, i18n.language) })}
        </span>
      </span>
    </Button>
  );
}
