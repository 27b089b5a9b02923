import { useEffect, useState, type ReactElement } from 'react';
import type { SpeechSpan } from '../call/callView.ts';
import { onTick } from './onTick.ts';

/** What the trace shows, seconds; one unit of its picture each. */
const shown = 60;

/**
 * The last minute of somebody's speech. Redraws once a second, or four times slower than that with reduced motion, and
 * only while there is something in it.
 */
export function Trace(props: {
  /** Changes whenever somebody begins or ends to speak. */
  readonly speaking: boolean;
  readonly spans: () => readonly SpeechSpan[];
}): ReactElement {
  const { speaking, spans } = props;
  const [picture, setPicture] = useState<readonly SpeechSpan[]>([]);
  const [now, setNow] = useState(0);
  useEffect(() => {
    // Nothing is drawn while nobody has spoken for a minute; speech begins it again.
    const draw = (): number => {
      const next = spans();
      setPicture(next);
      setNow(Date.now());
      return next.length;
    };
    if (draw() === 0 && !speaking) return undefined;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const stop = onTick(calm ? 4 : 1, () => draw() === 0 && !speaking && stop());
    return stop;
  }, [speaking, spans]);
  const second = (at: number): number => Math.max(0, shown - (now - at) / 1_000);
  return (
    <svg className="trace" data-part="trace" viewBox={`0 0 ${shown} 1`} preserveAspectRatio="none" aria-hidden="true">
      {picture.map(({ from, to }) => (
        <rect
          key={from}
          className={to === null ? 'now' : undefined}
          x={second(from)}
          width={Math.max(0.4, (to === null ? shown : second(to)) - second(from))}
          height="1"
        />
      ))}
    </svg>
  );
}
