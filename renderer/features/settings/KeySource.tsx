import type { HotkeyStatus } from '@parley/shared/hotkeys/messages';
import { Check, Minus } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { KeyCap } from '../../components/KeyCap.tsx';
import { onTick } from '../../components/onTick.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';

/** Who listens for the keys and what it can do: the interface shows which source is live, and why (DESIGN.md §3). */
export function KeySource(): ReactElement {
  const { t } = useTranslation();
  const hotkeys = useDesktopState((state) => state.hotkeys);
  const everywhere = hotkeys.kind !== 'degraded';
  const commands = (hotkeys.kind === 'live' || hotkeys.kind === 'degraded') && hotkeys.commands;
  const source = hotkeys.kind === 'live' || hotkeys.kind === 'degraded' ? hotkeys.source : null;
  return (
    <aside className="card" aria-label={t('keySource.title')} data-part="key-source">
      <header>
        <h2>{t('keySource.title')}</h2>
        <span className={`tag ${everywhere ? 'is-good' : 'is-trouble'}`}>{t(`keySource.${hotkeys.kind}`)}</span>
      </header>
      <p className="small" data-source={hotkeys.kind}>
        {hotkeys.kind === 'degraded' ? t(`hotkeys.degraded.${hotkeys.cause}`) : t(`hotkeys.${hotkeys.kind}`)}
      </p>
      {source !== null && (
        <dl className="key-source-facts">
          <div>
            <dt>{t('keySource.inUse')}</dt>
            <dd>{t(`keySource.source.${source}`)}</dd>
          </div>
          {hotkeys.kind === 'live' && (
            <div>
              <dt>{t('keySource.lastEdge')}</dt>
              <dd className="reading">
                <Ago at={hotkeys.lastEdge} />
              </dd>
            </div>
          )}
          {hotkeys.kind === 'live' && hotkeys.trigger !== '' && (
            <div>
              <dt>{t('keySource.trigger')}</dt>
              <dd>
                <KeyCap>{hotkeys.trigger}</KeyCap>
              </dd>
            </div>
          )}
        </dl>
      )}
      <ul className="lists">
        {abilities(hotkeys).map(([name, able]) => (
          <li key={name} className={able ? undefined : 'no'}>
            {able ? <Check className="icon" size={16} aria-hidden /> : <Minus className="icon" size={16} aria-hidden />}
            <span>{t(`keySource.${able ? 'can' : 'cannot'}.${name}`)}</span>
          </li>
        ))}
      </ul>
      {source === 'portal' && <p className="small">{t('keySource.portal')}</p>}
      {commands && (
        <p className="small">
          <Trans
            i18nKey="keySource.commands"
            values={{ command: 'parley --ptt-down' }}
            components={{ cap: <KeyCap /> }}
          />
        </p>
      )}
      <p className="small">{t('keySource.private')}</p>
    </aside>
  );
}

/** What the source in use can do; before one is, what the window's own keys can. */
function abilities(hotkeys: HotkeyStatus): readonly (readonly [string, boolean])[] {
  const everywhere = hotkeys.kind !== 'degraded';
  const known = hotkeys.kind === 'live' ? hotkeys.capabilities : null;
  // A desktop that owns the key decides which ones it takes.
  const ownKeys = known?.systemOwned !== true;
  return [
    ['pressRelease', known?.pressRelease ?? true],
    ...(ownKeys
      ? ([
          ['mouse', known?.mouse ?? true],
          ['loneModifier', known?.loneModifier ?? true],
        ] as const)
      : []),
    ['everywhere', everywhere],
    ...(known === null ? [] : ([['physicalState', known.physicalState]] as const)),
  ];
}

/** How long ago, as the language says it; counts while it is looked at. */
function Ago({ at }: { readonly at: number | null }): ReactElement {
  const { t, i18n } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => (at === null ? undefined : onTick(1, () => setNow(Date.now()))), [at]);
  if (at === null) return <>{t('keySource.never')}</>;
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  const format = new Intl.RelativeTimeFormat(i18n.language, { style: 'narrow' });
  return <>{seconds < 60 ? format.format(-seconds, 'second') : format.format(-Math.floor(seconds / 60), 'minute')}</>;
}
