import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LevelSource } from '../call/callView.ts';
import { formatLevel, formatNumber } from './format.ts';

const marks = [-60, -40, -20, -12, 0];
/** A peak stays for this long, ms. */
const peakHold = 1_000;
/** A figure that changes faster than this cannot be read, ms; with reduced motion the bar keeps to it as well. */
const readable = 250;

/** While others hear it, ms: 30 Hz. */
const heard = 1_000 / 30;
/** While nobody else hears it, a picture this often says enough, ms (bench/ui: the picture is what a meter costs). */
const unheard = 100;

/** dBFS to the share of the meter, 0..1. */
const share = (dbfs: number): number => Math.min(1, Math.max(0, (dbfs + 60) / 60));

/** A share of the meter as CSS takes it, in steps of a half of one of its 40 segments; finer ones would not be seen. */
const percent = (part: number, large: boolean): string =>
  `${large ? (part * 100).toFixed(1) : Math.round(part * 80) * 1.25}%`;

/**
 * Segments from −60 to 0 dBFS. Written to the document past React, 30 times a second and only what changed. Tones: `idle`
 * grey (Parley hears you, nobody else does), `open` orange, `hear` mint (a trial), `off` nothing.
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
  const large = props.large === true;
  const apart = props.tone === 'open' || props.tone === 'hear' ? heard : unheard;
  const meter = useRef<HTMLDivElement>(null);
  const lit = useRef<HTMLSpanElement>(null);
  const peakMark = useRef<HTMLSpanElement>(null);
  const reading = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const element = meter.current;
    const text = reading.current;
    if (element === null || lit.current === null || peakMark.current === null || source === null) return;
    // Each on the element that moves, so that the style of no other is computed anew.
    const bar = property(lit.current, '--level');
    const top = property(peakMark.current, '--peak');
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let peak = -Infinity;
    let peakAt = 0;
    let shownAt = -readable;
    let drawnAt = -readable;
    const stop = source.subscribe((dbfs) => {
      const now = performance.now();
      if (calm.matches && now - drawnAt < readable) return;
      drawnAt = now;
      if (dbfs >= peak || now - peakAt > peakHold) {
        peak = dbfs;
        peakAt = now;
      }
      bar.set(percent(share(dbfs), large));
      top.set(percent(share(peak), large));
      if (now - shownAt < readable) return;
      shownAt = now;
      element.setAttribute('aria-valuenow', String(Math.round(Math.max(-60, dbfs))));
      const words = formatLevel(dbfs, t, language);
      element.setAttribute('aria-valuetext', words);
      if (text !== null) text.textContent = words;
    }, apart);
    return () => {
      stop();
      bar.set('');
      top.set('');
      element.setAttribute('aria-valuenow', '-60');
      element.removeAttribute('aria-valuetext');
      if (text !== null) text.textContent = '';
    };
  }, [source, apart, large, t, language]);

  return (
    <>
      <div
        className={`level-meter${large ? ' is-large' : ''}`}
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
          <span className="level-meter-lit" ref={lit}>
            <span className="level-meter-segments" />
          </span>
          <span className="level-meter-peak" ref={peakMark} />
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

/** A custom property of an element, written when it changes. */
function property(element: HTMLElement, name: string): { set(value: string): void } {
  let before = '';
  return {
    set(value) {
      if (value === before) return;
      before = value;
      element.style.setProperty(name, value);
    },
  };
}
