import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../call/callView.ts';
import { visibleName } from '../../components/visibleName.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useViewStore } from '../app/view.ts';
import { useCallController } from '../call/CallContext.ts';
import { decideAnnouncements, mergeWaiting, type Announcement } from './announcements.ts';

/** So many lines stay in the log, the newest. */
const shownAtMost = 12;
/** What waits is merged before it is told; this only bounds the memory of a day-long open microphone. */
const waitingAtMost = 500;
/** The tone for what waits sounds no more often than this, ms. */
const toneApart = 5_000;

/**
 * Tells a screen reader who comes and goes, who speaks and what the microphone does. Never while the microphone is open:
 * the voice of the reader would be transmitted. What happened meanwhile is told on shutting; a short tone says that
 * something waits, where the person wants it.
 */
export function Announcer(): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const store = useViewStore();
  const verbosity = useDesktopState(({ settings }) => settings.announcements);
  const tone = useDesktopState(({ settings }) => settings.announceWhileOpen === 'tone');
  const before = useRef<CallView | null>(null);
  const heard = useRef(0);
  const waiting = useRef<readonly Announcement[]>([]);
  const tonedAt = useRef(-toneApart);
  const [lines, setLines] = useState<readonly { readonly id: number; readonly text: string }[]>([]);

  useEffect(() => {
    const words = (announcement: Announcement): string => {
      switch (announcement.kind) {
        case 'microphone':
          return t(`announce.microphone.${announcement.state}`);
        case 'joinedMany':
        case 'leftMany':
          return t(`announce.${announcement.kind}`, { count: announcement.count });
        case 'notice':
          return announcement.text;
        case 'joined':
        case 'left':
        case 'speaks':
        case 'shares':
        case 'sharesNoMore':
          return t(`announce.${announcement.kind}`, { name: visibleName(announcement.name, t) });
        case 'connected':
          return t('announce.connected', { channel: visibleName(announcement.channel, t) });
        default:
          return t(`announce.${announcement.kind}`);
      }
    };
    // Past React: a call with two hundred people changes many times a second, and little of it is worth a word.
    const tell = (told: readonly Announcement[]): void => {
      const open = controller.getSnapshot().microphone.state === 'open';
      waiting.current = [...waiting.current, ...told].slice(-waitingAtMost);
      if (open && told.length > 0 && tone && performance.now() - tonedAt.current > toneApart) {
        tonedAt.current = performance.now();
        controller.announceWaiting();
      }
      if (open || waiting.current.length === 0) return;
      const waited = waiting.current.length > told.length;
      const texts = (waited ? mergeWaiting(waiting.current) : waiting.current).map(words);
      waiting.current = [];
      setLines((shown) => {
        const first = (shown.at(-1)?.id ?? 0) + 1;
        return [...shown, ...texts.map((text, index) => ({ id: first + index, text }))].slice(-shownAtMost);
      });
    };
    const follow = (): void => {
      const view = controller.getSnapshot();
      const told = before.current === null ? [] : decideAnnouncements(before.current, view, verbosity);
      before.current = view;
      tell(told);
    };
    const listen = (): void => {
      const news = store.getState().said.filter(({ id }) => id > heard.current);
      heard.current = news.at(-1)?.id ?? heard.current;
      if (news.length > 0) tell(news.map(({ text }) => ({ kind: 'notice', text })));
    };
    follow();
    // What is there from the start was said before this runs.
    listen();
    const stopFollowing = controller.subscribe(follow);
    const stopListening = store.subscribe(listen);
    return () => {
      stopFollowing();
      stopListening();
    };
  }, [controller, store, verbosity, tone, t]);

  return (
    <div
      className="sr"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      data-part="announcer"
      // An open menu or list hides from screen readers what is outside of it, except what has this (react-aria).
      data-live-announcer=""
      aria-label={t('announce.label')}
    >
      {lines.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
