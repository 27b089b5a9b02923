import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../call/CallContext.ts';
import { formatClock } from '../../components/format.ts';
import { onTick } from '../../components/onTick.ts';
import { visibleName } from '../../components/visibleName.ts';

/** Where we are and for how long. */
export function CallBlock(): ReactElement {
  const { t } = useTranslation();
  const state = useCall((view) => view.state);
  const since = 'since' in state ? state.since : null;
  const where = state.phase === 'idle' ? t('call.notInCall') : visibleName(state.channel.name, t);
  return (
    <div className="call-block" data-part="call-block" data-phase={state.phase}>
      <span className="call-block-where" title={where}>
        <bdi>{where}</bdi>
      </span>
      <span className="call-block-clock" title={since === null ? t(`call.phase.${state.phase}`) : undefined}>
        {since === null ? t(`call.phase.${state.phase}`) : <Clock since={since} />}
      </span>
    </div>
  );
}

function Clock({ since }: { readonly since: number }): ReactElement {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => onTick(1, () => setNow(Date.now())), []);
  return <time>{formatClock(now - since, i18n.language)}</time>;
}
