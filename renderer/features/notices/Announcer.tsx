import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../call/callView.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCallController } from '../call/CallContext.ts';
import { decideAnnouncements, type Announcement } from './announcements.ts';

/** What waited for the microphone to shut is told up to this many, the newest. */
const waitingAtMost = 5;

/**
 * Tells a screen reader who comes and goes, who speaks and what the microphone does. Never while the microphone is open:
 * the voice of the reader would be transmitted. What happened meanwhile is told on shutting; a short tone says that
 * something waits, where the person wants it.
 */
export function Announcer(): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const verbosity = useDesktopState(({ settings }) => settings.announcements);
  const tone = useDesktopState(({ settings }) => settings.announceWhileOpen === 'tone');
  const before = useRef<CallView | null>(null);
  const waiting = useRef<readonly Announcement[]>([]);
  const [lines, setLines] = useState<readonly { readonly id: number; readonly text: string }[]>([]);

  useEffect(() => {
    const words = (announcement: Announcement): string => {
      switch (announcement.kind) {
        case 'microphone':
          return t(`announce.microphone.${announcement.state}`);
        case 'joinedMany':
        case 'leftMany':
          return t(`announce.${announcement.kind}`, { count: announcement.count });
        case 'joined':
        case 'left':
        case 'speaks':
          return t(`announce.${announcement.kind}`, { name: announcement.name });
        default:
          return t(`announce.${announcement.kind}`);
      }
    };
    // Past React: a call with two hundred people changes many times a second, and little of it is worth a word.
    const follow = (): void => {
      const view = controller.getSnapshot();
      const told = before.current === null ? [] : decideAnnouncements(before.current, view, verbosity);
      before.current = view;
      if (told.length > 0) {
        if (view.microphone.state === 'open' && tone && waiting.current.length === 0) controller.announceWaiting();
        waiting.current = [...waiting.current, ...told].slice(-waitingAtMost);
      }
      if (view.microphone.state === 'open' || waiting.current.length === 0) return;
      const texts = waiting.current.map(words);
      waiting.current = [];
      setLines((shown) => {
        const first = (shown.at(-1)?.id ?? 0) + 1;
        return [...shown, ...texts.map((text, index) => ({ id: first + index, text }))].slice(-waitingAtMost);
      });
    };
    follow();
    return controller.subscribe(follow);
  }, [controller, verbosity, tone, t]);

  return (
    <div
      className="sr"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      data-part="announcer"
      aria-label={t('announce.label')}
    >
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
