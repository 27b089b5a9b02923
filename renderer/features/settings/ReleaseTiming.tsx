import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDuration } from './settingHooks.ts';

/** The picture's length, ms, and its size. */
const length = 1_600;
const width = 480;
const down = 160;
const up = 760;

const at = (time: number): number => (time / length) * width;

/** What the delay does: the key goes up, the microphone stays open for the last syllable. */
export function ReleaseTiming({ delay }: { readonly delay: number }): ReactElement {
  const { t, i18n } = useTranslation();
  const duration = useDuration();
  return (
    <div className="timing" dir="ltr">
      <svg viewBox={`0 0 ${width} 52`} role="img" aria-label={t('timing.label', { delay: duration(delay) })}>
        <path className="key" d={`M0 20H${at(down)}V4H${at(up)}V20H${width}`} />
        <path className="base" d={`M0 46H${width}`} />
        <rect className="live" x={at(down)} y="28" width={at(up - down)} height="17" rx="2" />
        <rect className="tail" x={at(up)} y="28" width={at(delay)} height="17" />
        <path className="mark" d={`M${at(up)} 4V50M${at(up + delay)} 26V50`} />
      </svg>
      <p className="timing-legend" aria-hidden="true">
        <span>{t('timing.key')}</span>
        <span>{t('timing.microphone')}</span>
        <span className="reading" dir={i18n.dir()}>
          {duration(delay, 'always')}
        </span>
      </p>
    </div>
  );
}
