import { Monitor, Star, VolumeX } from 'lucide-react';
import { memo, useId, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeardChange, ParticipantView, SpeechSpan } from '../call/callView.ts';
import { Avatar } from './Avatar.tsx';
import { Glyph, type GlyphState } from './Glyph.tsx';
import { Trace } from './Trace.tsx';
import { contextMenu, MoreButton } from './MoreButton.tsx';
import { PersonName, personWords } from './PersonName.tsx';
import { enterVolume, Volume } from './Volume.tsx';

/** What a person's microphone does, in the order of what matters: a deafened person is muted as well. */
export function glyphState({ speaking, isLocal, deafened, maySpeak, microphone }: ParticipantView): GlyphState {
  if (speaking) return isLocal ? 'open' : 'speaking';
  if (deafened) return 'deafened';
  return maySpeak ? microphone : 'listener';
}

/** Warm leaves, cool arrives. */
export const soundClass = ({ speaking, isLocal }: ParticipantView): string =>
  speaking ? (isLocal ? ' is-open' : ' is-speaking') : '';

interface TileProps {
  readonly participant: ParticipantView;
  /** Of several people with this name, which one; from 1. */
  readonly nth?: number | undefined;
  /** Another state than the participant's own: one that only this program knows. */
  readonly state?: GlyphState | undefined;
  /** A camera's picture in the place of the avatar. */
  readonly camera?: ReactNode;
  readonly spansOf: (identity: string) => readonly SpeechSpan[];
  /** null: how they are heard cannot be changed. */
  readonly onHeard: ((identity: string, change: HeardChange) => void) | null;
  /** Opens the menu of what can be done about the person; without it there is nothing. */
  readonly onMore?: ((identity: string, anchor: HTMLElement) => void) | undefined;
}

/** One person of a small call: face, name, state, the last minute of speech, and how loud we hear them. */
export const Tile = memo((props: TileProps): ReactElement => {
  const { t } = useTranslation();
  const label = useId();
  const { participant, nth, camera, onHeard, onMore } = props;
  const { identity, name, isLocal, speaking, sharing, blocked, priority } = participant;
  const state = props.state ?? glyphState(participant);
  const more = onMore === undefined ? undefined : (anchor: HTMLElement): void => onMore(identity, anchor);
  const menu = contextMenu(more);
  return (
    <li
      className={`tile${soundClass(participant)}${camera === undefined ? '' : ' has-camera'}`}
      data-part="tile"
      data-identity={identity}
      data-name={name}
      data-speaking={speaking}
      aria-labelledby={label}
      data-roving
      tabIndex={-1}
      onContextMenu={menu.onContextMenu}
      onKeyDown={(event) => {
        menu.onKeyDown?.(event);
        enterVolume(event);
      }}
    >
      {camera ?? <Avatar id={identity} name={name} size="tile" />}
      <div className="tile-states">
        {sharing && (
          <>
            <Monitor className="icon glyph-screen" size={14} aria-hidden />
            <span className="sr">{t('people.sharing')}</span>
          </>
        )}
        {priority && (
          <>
            <Star className="icon" size={14} aria-hidden />
            <span className="sr">{t('people.priority')}</span>
          </>
        )}
        {blocked && (
          <>
            <VolumeX className="icon" size={14} aria-hidden />
            <span className="sr">{t('people.blocked')}</span>
          </>
        )}
        <Glyph state={state} own={isLocal} />
        <span className="sr">{t(`people.${state}`)}</span>
      </div>
      {more !== undefined && (
        <MoreButton label={t('people.more', { name: personWords({ name, nth, isLocal: false }, t) })} onOpen={more} />
      )}
      <div className="tile-foot">
        <span className="tile-name" id={label} title={personWords({ name, nth, isLocal }, t)}>
          <PersonName name={name} nth={nth} isLocal={isLocal} />
        </span>
      </div>
      <Trace speaking={speaking} spans={() => props.spansOf(identity)} />
      {!isLocal && onHeard !== null && <Volume participant={participant} nth={nth} onHeard={onHeard} />}
    </li>
  );
});
Tile.displayName = 'Tile';
