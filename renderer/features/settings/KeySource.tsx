import { isStateKnown, type Binding } from '@parley/shared/hotkeys/binding';
import type { HotkeyStatus, KeyForecast, KeySourceTrouble } from '@parley/shared/hotkeys/messages';
import { Check, Minus } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { KeyCap } from '../../components/KeyCap.tsx';
import { keyName } from '../../components/keyName.ts';
import { onTick } from '../../components/onTick.ts';
import { useDesktop, useDesktopState } from '../../desktop/DesktopContext.ts';

/** What the person can undo: Parley asks once more when they want it, never by itself. */
const canBeAsked = ['accessibilityRefused', 'portalRefused', 'crashed'] as const;

/** Who listens for the keys and what it can do: the interface shows which source is live, and why (DESIGN.md §3). */
export function KeySource(): ReactElement {
  const { t, i18n } = useTranslation();
  const desktop = useDesktop();
  const hotkeys = useDesktopState((state) => state.hotkeys);
  const talk = useDesktopState(({ settings }) => settings.talkBindings);
  const platform = useDesktopState((state) => state.platform);
  const forecast = hotkeys.kind === 'off' ? hotkeys.forecast : 'everywhere';
  const trouble = hotkeys.kind === 'degraded' ? hotkeys.cause : isTrouble(forecast) ? forecast : null;
  const asks = forecast === 'desktop';
  const asked = canBeAsked.find((cause) => cause === trouble) ?? null;
  const commands = (hotkeys.kind === 'live' || hotkeys.kind === 'degraded') && hotkeys.commands;
  const unknown = talk.filter((binding) => !isStateKnown(binding));
  const list = (names: readonly string[]): string => new Intl.ListFormat(i18n.language).format(names);
  const source = hotkeys.kind === 'live' || hotkeys.kind === 'degraded' ? hotkeys.source : null;
  return (
    <aside className="card" aria-label={t('keySource.title')} data-part="key-source">
      <header>
        <h2>{t('keySource.title')}</h2>
        <span className={`tag ${trouble !== null ? 'is-trouble' : asks ? '' : 'is-good'}`}>
          {t(`keySource.${trouble !== null ? 'degraded' : asks ? 'asks' : hotkeys.kind}`)}
        </span>
      </header>
      <p className="small" data-source={hotkeys.kind}>
        {trouble !== null ? t(`hotkeys.degraded.${trouble}`) : t(`hotkeys.${asks ? 'asks' : says(hotkeys)}`)}
      </p>
      {asked !== null && (
        <Button tone="normal" data-action="retry-keys" onPress={() => void desktop.hotkeys.retry()}>
          {t(`keySource.retry.${asked}`)}
        </Button>
      )}
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
        {abilities(hotkeys, trouble === null, asks, talk).map(([name, able]) => (
          <li key={name} className={able ? undefined : 'no'}>
            {able ? <Check className="icon" size={16} aria-hidden /> : <Minus className="icon" size={16} aria-hidden />}
            <span>
              {t(`keySource.${able ? 'can' : 'cannot'}.${name}`, {
                keys: list(unknown.map((binding) => keyName(binding, platform, t))),
              })}
            </span>
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
function abilities(
  hotkeys: HotkeyStatus,
  everywhere: boolean,
  asks: boolean,
  talk: readonly Binding[],
): readonly (readonly [string, boolean])[] {
  const known = hotkeys.kind === 'live' ? hotkeys.capabilities : null;
  // A desktop that owns the key decides which ones it takes.
  const ownKeys = known?.systemOwned !== true && says(hotkeys) !== 'talkKey' && !asks;
  return [
    ['pressRelease', known?.pressRelease ?? true],
    ...(ownKeys
      ? ([
          ['mouse', known?.mouse ?? true],
          ['loneModifier', known?.loneModifier ?? true],
        ] as const)
      : []),
    ...(asks ? [] : ([['everywhere', everywhere]] as const)),
    ...(known === null ? [] : physicalState(known.physicalState, talk)),
  ];
}

/** Said only of keys of which it is so. */
function physicalState(can: boolean, talk: readonly Binding[]): readonly (readonly [string, boolean])[] {
  const some = talk.length === 0 || talk.some(isStateKnown);
  if (!can) return [['physicalState', false]];
  return [
    ...(some ? ([['physicalState', true]] as const) : []),
    ...(talk.every(isStateKnown) ? [] : ([['physicalStateOf', false]] as const)),
  ];
}

const isTrouble = (forecast: KeyForecast): forecast is KeySourceTrouble =>
  forecast !== 'everywhere' && forecast !== 'talkKey' && forecast !== 'desktop';

/** What is said of a source that hears keys everywhere, or will. */
function says(status: HotkeyStatus): 'off' | 'starting' | 'live' | 'talkKey' {
  const { kind } = status;
  const owned = kind === 'live' ? status.capabilities.systemOwned : kind === 'off' && status.forecast === 'talkKey';
  return owned ? 'talkKey' : kind === 'degraded' ? 'live' : kind;
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
