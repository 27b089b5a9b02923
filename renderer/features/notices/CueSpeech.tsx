import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall } from '../call/CallContext.ts';

/** Says cues in words, by the system's voice, for whoever wants that instead of sounds. */
export function CueSpeech(): null {
  const { t, i18n } = useTranslation();
  const volume = useDesktopState(({ settings }) => settings.cueVolume);
  const cue = useCall((view) => view.cue);
  const id = cue?.id ?? 0;
  const open = useCall((view) => view.microphone.state === 'open');
  const said = useRef(0);
  useEffect(() => {
    const isNew = said.current !== id;
    said.current = id;
    // What was begun while it was shut would be heard through the open microphone; what comes with its opening as well.
    if (open) speechSynthesis.cancel();
    if (open || cue === null || !cue.spoken || !isNew) return;
    const words = new SpeechSynthesisUtterance(t(`cueSpoken.${cue.cue}`, { name: cue.who }));
    words.lang = i18n.language;
    words.volume = volume / 100;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
    // Only a new cue is said.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id, open]);
  return null;
}
