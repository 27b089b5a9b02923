import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../call/CallContext.ts';

/**
 * Tells a screen reader who comes and goes and what the microphone does. Never while the microphone is open: the voice
 * of the reader would be transmitted; what happened meanwhile is told on shutting.
 */
export function Announcer(): ReactElement {
  const { t } = useTranslation();
  const participants = useCall((view) => view.participants);
  const microphone = useCall((view) => view.microphone.state);
  const phase = useCall((view) => view.state.phase);
  const [text, setText] = useState('');
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  const before = useRef(microphone);
  const waiting = useRef<string[]>([]);

  useEffect(() => {
    const say = waiting.current;
    const now = new Map(participants.filter(({ isLocal }) => !isLocal).map(({ identity, name }) => [identity, name]));
    const then = known.current;
    if (phase === 'connected' && then !== null) {
      for (const [identity, name] of now) if (!then.has(identity)) say.push(t('announce.joined', { name }));
      for (const [identity, name] of then) if (!now.has(identity)) say.push(t('announce.left', { name }));
    }
    known.current = phase === 'connected' ? now : phase === 'reconnecting' ? then : null;
    if (microphone !== before.current && microphone !== 'open' && microphone !== 'idle')
      say.push(t(`announce.microphone.${microphone}`));
    before.current = microphone;
    if (microphone === 'open' || say.length === 0) return;
    setText(say.slice(-5).join('. '));
    waiting.current = [];
  }, [participants, microphone, phase, t]);

  return (
    <div className="sr" role="log" aria-live="polite" data-part="announcer">
      {text}
    </div>
  );
}
