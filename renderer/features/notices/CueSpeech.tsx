import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall } from '../call/CallContext.ts';

/**
 * Says cues in words, by the system's voice, for whoever wants that instead of sounds. Not that the microphone opened:
 * it would be heard by everybody (facts/voice-clients §4.7), so that one stays a short sound.
 */
export function CueSpeech(): null {
  const { t, i18n } = useTranslation();
  const { cues, cueSpeech, cueVolume } = useDesktopState(({ settings }) => settings);
  const cue = useCall((view) => view.cue);
  const open = useCall(({ microphone }) => microphone.state === 'open');
  const id = cue?.id ?? 0;
  useEffect(() => {
    if (cue === null || !cues || !cueSpeech || open || cue.cue === 'open') return;
    const words = new SpeechSynthesisUtterance(t(`cueSpoken.${cue.cue}`, { name: cue.who }));
    words.lang = i18n.language;
    words.volume = cueVolume / 100;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
    // Only a new cue is said.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  return null;
}
