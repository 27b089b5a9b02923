import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LevelSource } from '../call/callView.ts';
import { formatLevel, formatNumber } from './format.ts';

const marks = [-60, -40, -20, -12, 0];
/** A peak stays for this long, ms. */
const peakHold = 1_000;
/** A figure that changes faster than this cannot be read, ms; with reduced motion the bar keeps to it as well. */
const readable = 250;

/** While nobody else hears it, a picture this often says enough, ms (bench/ui: the picture is what a meter costs). */
const unheard = 100;

/** dBFS to the share of the meter, 0..1. */
const share = (dbfs: number): number => Math.min(1, Math.max(0, (dbfs + 60) / 60));

/**
 * Segments from −60 to 0 dBFS. Written to the document 30 times a second past React. Tones: `idle` grey (Parley hears
 * you, nobody else does), `open` orange, `hear` mint (a trial), `off` nothing.
 */
export function LevelMeter(props: {
  /** null: there is nothing to measure. */
  readonly source: LevelSource | null;
  readonly tone: 'idle' | 'open' | 'hear' | 'off';
  readonly large?: boolean;
  /** Where a voice opens the microphone, dBFS. */
  readonly threshold?: number;
}): ReactElement {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { source } = props;
  const apart = props.tone === 'open' || props.tone === 'hear' ? 0 : unheard;
  const meter = useRef<HTMLDivElement>(null);
  const reading = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const element = meter.current;
    const text = reading.current;
    if (element === null || source === null) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let peak = -Infinity;
    let peakAt = 0;
    let shownAt = -readable;
    let drawnAt = -unheard;
    const stop = source.subscribe((dbfs) => {
      const now = performance.now();
      if (now - drawnAt < (calm.matches ? readable : apart)) return;
      drawnAt = now;
      if (dbfs >= peak || now - peakAt > peakHold) {
        peak = dbfs;
        peakAt = now;
      }
      element.style.setProperty('--level', `${(share(dbfs) * 100).toFixed(1)}%`);
      element.style.setProperty('--peak', `${(share(peak) * 100).toFixed(1)}%`);
      if (now - shownAt < readable) return;
      shownAt = now;
      element.setAttribute('aria-valuenow', String(Math.round(Math.max(-60, dbfs))));
      const words = formatLevel(dbfs, t, language);
      element.setAttribute('aria-valuetext', words);
      if (text !== null) text.textContent = words;
    });
    return () => {
      stop();
      element.style.removeProperty('--level');
      element.style.removeProperty('--peak');
      element.setAttribute('aria-valuenow', '-60');
      element.removeAttribute('aria-valuetext');
      if (text !== null) text.textContent = '';
    };
  }, [source, apart, t, language]);

  return (
    <>
      <div
        className={`level-meter${props.large === true ? ' is-large' : ''}`}
        data-part="level-meter"
        data-tone={props.tone}
        dir="ltr"
        ref={meter}
        role="meter"
        aria-label={t('level.label')}
        aria-valuemin={-60}
        aria-valuemax={0}
        aria-valuenow={-60}
      >
        <div className="level-meter-bar">
          <span className="level-meter-lit" />
        </div>
        {props.threshold !== undefined && (
          <span className="level-meter-threshold" style={{ insetInlineStart: `${share(props.threshold) * 100}%` }} />
        )}
        <div className="level-meter-scale" aria-hidden="true">
          {marks.map((mark) => (
            <span key={mark} data-mark={-mark}>
              {formatNumber(mark, language)}
            </span>
          ))}
        </div>
      </div>
      <span className="reading level-reading" dir="auto" ref={reading} aria-hidden="true" />
    </>
  );
}
