import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { VerdictSign } from '../../components/Ladder.tsx';
import type { Lane } from './blockedLanes.ts';

/** From this computer to the server, each way as far as it got (design 08-failure). What it shows is said in words, too. */
export function BlockedPaths({ lanes }: { readonly lanes: readonly Lane[] }): ReactElement {
  const { t } = useTranslation();
  const words = lanes.map(({ name, end }) => t(`paths.end.${end}`, { name })).join(' ');
  return (
    <div className="paths" data-part="paths" role="img" aria-label={words}>
      <span className="paths-place">{t('paths.here')}</span>
      <svg className="paths-fan rtl-mirror" viewBox="0 0 64 132" width="64" height="132" aria-hidden="true">
        {lanes.map(({ name, end }, index) => (
          <path key={name} className={end === 'untried' ? 'is-dotted' : undefined} d={fan[index]} />
        ))}
      </svg>
      <span className="paths-lanes">
        {lanes.map(({ name, end }) => (
          <span key={name} className="paths-lane" data-end={end}>
            <b>
              <bdi dir="ltr">{name}</bdi>
            </b>
            <i className={end === 'untried' ? 'is-dotted' : undefined} />
            {end === 'network' && <VerdictSign verdict="blocked" />}
            {end !== 'server' && <i className="is-dotted" />}
            {end === 'server' && <VerdictSign verdict="blocked" />}
          </span>
        ))}
      </span>
      <svg className="paths-fan rtl-mirror" viewBox="0 0 64 132" width="64" height="132" aria-hidden="true">
        {lanes.map(({ name }, index) => (
          <path key={name} className="is-dotted" d={fan[index]} transform="matrix(-1 0 0 1 64 0)" />
        ))}
      </svg>
      <span className="paths-place">{t('paths.server')}</span>
    </div>
  );
}

/** From the middle of the left edge to the middles of three lanes, 44 px apart. */
const fan = ['M0 66C40 66 24 22 64 22', 'M0 66H64', 'M0 66C40 66 24 110 64 110'];
