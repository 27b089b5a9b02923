import { Check, Minus } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';

/** Who listens for the keys and what it can do: the interface shows which source is live, and why (DESIGN.md §3). */
export function KeySource(): ReactElement {
  const { t } = useTranslation();
  const hotkeys = useDesktopState((state) => state.hotkeys);
  const everywhere = hotkeys.kind !== 'degraded';
  const can = [
    ['pressRelease', true],
    ['mouse', true],
    ['loneModifier', true],
    ['everywhere', everywhere],
  ] as const;
  return (
    <aside className="card" aria-label={t('keySource.title')}>
      <header>
        <h2>{t('keySource.title')}</h2>
        <span className={`tag ${everywhere ? 'is-good' : 'is-trouble'}`}>{t(`keySource.${hotkeys.kind}`)}</span>
      </header>
      <p className="small" data-source={hotkeys.kind}>
        {hotkeys.kind === 'degraded' ? t(`hotkeys.degraded.${hotkeys.cause}`) : t(`hotkeys.${hotkeys.kind}`)}
      </p>
      <ul className="lists">
        {can.map(([name, able]) => (
          <li key={name} className={able ? undefined : 'no'}>
            {able ? <Check className="icon" size={16} aria-hidden /> : <Minus className="icon" size={16} aria-hidden />}
            <span>{t(`keySource.${able ? 'can' : 'cannot'}.${name}`)}</span>
          </li>
        ))}
      </ul>
      <p className="small">{t('keySource.private')}</p>
    </aside>
  );
}
