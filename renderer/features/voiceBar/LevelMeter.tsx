import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useCallController } from '../call/CallContext.ts';
import { formatLevel } from '../format.ts';

const marks = [-60, -40, -20, -12, 0];
/** A peak stays for this long, ms. */
const peakHold = 1_000;

/** dBFS to the share of the meter, 0..1. */
const share = (dbfs: number): number => Math.min(1, Math.max(0, (dbfs + 60) / 60));

/**
 * Forty segments from −60 to 0 dBFS. Written to the document 30 times a second past React; grey while the gate is shut
 * (Parley hears you, nobody else does), orange while it is open.
 */
export function LevelMeter(): ReactElement {
  const { t } = useTranslation();
  const { microphoneLevel } = useCallController();
  const state = useCall(({ microphone }) => microphone.state);
  const meter = useRef<HTMLDivElement>(null);
  const reading = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const element = meter.current;
    if (element === null || state === 'idle') return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    let peak = -Infinity;
    let peakAt = 0;
    let shownAt = 0;
    const stop = microphoneLevel.subscribe((dbfs) => {
      const now = performance.now();
      if (calm.matches && now - shownAt < 250) return;
      if (dbfs >= peak || now - peakAt > peakHold) {
        peak = dbfs;
        peakAt = now;
      }
      element.style.setProperty('--level', `${(share(dbfs) * 100).toFixed(1)}%`);
      element.style.setProperty('--peak', `${(share(peak) * 100).toFixed(1)}%`);
      // A figure that changes thirty times a second cannot be read.
      if (now - shownAt < 250) return;
      shownAt = now;
      element.setAttribute('aria-valuenow', String(Math.round(Math.max(-60, dbfs))));
      element.setAttribute('aria-valuetext', formatLevel(dbfs));
      if (reading.current !== null) reading.current.textContent = formatLevel(dbfs);
    });
    return () => {
      stop();
      element.style.removeProperty('--level');
      element.style.removeProperty('--peak');
    };
  }, [microphoneLevel, state]);

  const tone = state === 'open' ? 'open' : state === 'shut' || state === 'connecting' ? 'idle' : 'off';
  return (
    <>
      <div
        className="level-meter"
        data-part="level-meter"
        data-tone={tone}
        ref={meter}
        role="meter"
        aria-label={t('level.label')}
        aria-valuemin={-60}
        aria-valuemax={0}
        aria-valuenow={-60}
      >
        <div className="level-meter-bar" />
        <div className="level-meter-scale" aria-hidden="true">
          {marks.map((mark) => (
            <span key={mark} data-mark={-mark}>
              {mark === 0 ? '0' : `−${-mark}`}
            </span>
          ))}
        </div>
      </div>
      <span className="reading level-reading" ref={reading} aria-hidden="true" />
    </>
  );
}
