import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall } from '../call/CallContext.ts';

/** How long a caption stays, ms. */
const shown = 2_000;

/** The cue that just sounded, in words, above the microphone key; for the eyes only: a screen reader has its announcer. */
export function CueCaption(): ReactElement | null {
  const { t } = useTranslation();
  const wanted = useDesktopState(({ settings }) => settings.cueCaptions);
  const cue = useCall((view) => view.cue);
  const [over, setOver] = useState(0);
  const id = cue?.id ?? 0;
  useEffect(() => {
    if (id === 0) return undefined;
    const timer = setTimeout(() => setOver(id), shown);
    return () => clearTimeout(timer);
  }, [id]);
  if (!wanted || cue === null || over === id) return null;
  return (
    <p className="cue-caption" data-part="cue-caption" data-cue={cue.cue} aria-hidden="true">
      {t(`cueCaption.${cue.cue}`, { name: cue.who })}
    </p>
  );
}
