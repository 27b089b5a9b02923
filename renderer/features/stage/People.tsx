import { Monitor } from 'lucide-react';
import { memo, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView, HeardChange, ParticipantView } from '../../call/callView.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Glyph, type GlyphState } from '../../components/Glyph.tsx';
import { PersonName, personWords } from '../../components/PersonName.tsx';
import { glyphState, soundClass, Tile } from '../../components/Tile.tsx';
import { enterVolume, Volume } from '../../components/Volume.tsx';
import { useRovingFocus } from '../../components/useRovingFocus.ts';
import { contextMenu, MoreButton } from '../../components/MoreButton.tsx';
import { useCall, useCallController, useCallList } from '../call/CallContext.ts';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { namesakes } from '../../components/namesakes.ts';
import { usePeopleMenu, type PeopleMenu } from '../moderation/useModeration.ts';

/** The menu of people in the call that is shown. */
function useMenuHere(): PeopleMenu {
  const channel = useCall(({ state }) => ('channel' in state ? state.channel : null));
  return usePeopleMenu(channel?.server ?? '', channel?.id ?? '');
}

const nobody: ReadonlySet<string> = new Set();

/** Whom moderators muted, by identity: LiveKit says no more than that they may not speak. */
function useHardMuted(): ReadonlySet<string> {
  const channel = useCall(({ state }) => ('channel' in state ? state.channel : null));
  // One text that changes only with who it is.
  const identities = useDesktopState(({ channels }) =>
    (channels[channel?.server ?? '']?.channels.find(({ id }) => id === channel?.id)?.occupants ?? [])
      .filter(({ hardMuted }) => hardMuted === true)
      .map(({ identity }) => identity)
      .join('\n'),
  );
  return useMemo(() => (identities === '' ? nobody : new Set(identities.split('\n'))), [identities]);
}

/** Another state than what is heard: our own, and that of people whom a moderator muted. */
const stateOf = (
  person: ParticipantView,
  own: GlyphState | undefined,
  hardMuted: ReadonlySet<string>,
): GlyphState | undefined => {
  if (person.isLocal) return own;
  return hardMuted.has(person.identity) && !person.speaking ? 'moderated' : undefined;
};

/** Above so many people the stage becomes a list; `speaking-now` lifts whoever talks, so that nothing jumps. */
export const tilesAtMost = 12;
/** More than that talk at once only by accident. */
const liftedAtMost = 4;

export function People({ strip }: { readonly strip: boolean }): ReactElement {
  const participants = useCall((view) => view.participants);
  if (participants.length > tilesAtMost) return <Roster participants={participants} />;
  return <Tiles participants={participants} strip={strip} />;
}

/** What only we know of ourselves: that we hear nobody, who muted us, that the microphone cannot work. */
function ownState({ microphone, deafened, state }: CallView): GlyphState | undefined {
  if (state.phase === 'reconnecting' && !state.mediaFlows) return 'reconnecting';
  if (deafened) return 'deafened';
  if (microphone.state === 'muted' && microphone.by === 'moderator') return 'moderated';
  return microphone.state === 'trouble' ? 'trouble' : undefined;
}

function Tiles(props: { readonly participants: readonly ParticipantView[]; readonly strip: boolean }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const own = useCall(ownState);
  const hardMuted = useHardMuted();
  const menu = useMenuHere();
  const which = useMemo(() => namesakes(props.participants), [props.participants]);
  const roving = useRovingFocus<HTMLUListElement>();
  return (
    <ul
      {...roving}
      className={props.strip ? 'filmstrip' : 'tiles'}
      data-count={props.participants.length}
      aria-label={t('people.label')}
    >
      {props.participants.map((participant) => (
        <Tile
          key={participant.identity}
          participant={participant}
          nth={which.get(participant.identity)}
          state={stateOf(participant, own, hardMuted)}
          spansOf={controller.speechOf}
          onHeard={controller.setHeard}
          onMore={menu.moderable.has(participant.identity) ? menu.open : undefined}
        />
      ))}
    </ul>
  );
}

function Roster({ participants }: { readonly participants: readonly ParticipantView[] }): ReactElement {
  const { t } = useTranslation();
  const controller = useCallController();
  const speakers = useCallList((view) => view.participants.filter(({ speaking }) => speaking));
  const own = useCall(ownState);
  const hardMuted = useHardMuted();
  const menu = useMenuHere();
  const which = useMemo(() => namesakes(participants), [participants]);
  const roving = useRovingFocus<HTMLUListElement>();
  return (
    <>
      <ul className="speaking-now" data-part="speaking-now" aria-label={t('people.speakingNow')}>
        {speakers.slice(0, liftedAtMost).map((participant) => (
          <li key={participant.identity} className={soundClass(participant).trim()}>
            <Avatar id={participant.identity} name={participant.name} size="small" />
            <span
              className="name"
              title={personWords({ name: participant.name, nth: which.get(participant.identity), isLocal: false }, t)}
            >
              <PersonName name={participant.name} nth={which.get(participant.identity)} isLocal={false} />
            </span>
            <Glyph state={glyphState(participant)} own={participant.isLocal} />
          </li>
        ))}
        {speakers.length === 0 && <li className="nobody">{t('people.nobodySpeaks')}</li>}
        {speakers.length > liftedAtMost && (
          <li className="nobody">{t('people.moreSpeak', { count: speakers.length - liftedAtMost })}</li>
        )}
      </ul>
      <ul {...roving} className="roster" data-part="roster" aria-label={t('people.label')}>
        {participants.map((participant) => (
          <RosterRow
            key={participant.identity}
            participant={participant}
            nth={which.get(participant.identity)}
            state={stateOf(participant, own, hardMuted) ?? glyphState(participant)}
            onHeard={controller.setHeard}
            onMore={menu.moderable.has(participant.identity) ? menu.open : undefined}
          />
        ))}
      </ul>
    </>
  );
}

const RosterRow = memo(
  ({
    participant,
    nth,
    state,
    onHeard,
    onMore,
  }: {
    readonly participant: ParticipantView;
    readonly nth: number | undefined;
    readonly state: GlyphState;
    readonly onHeard: (identity: string, change: HeardChange) => void;
    readonly onMore: ((identity: string, anchor: HTMLElement) => void) | undefined;
  }): ReactElement => {
    const { t } = useTranslation();
    // Two hundred sliders would cost more than everything else: one is there for whom the pointer or the focus is at.
    const [near, setNear] = useState(false);
    const { identity, name, isLocal, sharing } = participant;
    const more = onMore === undefined ? undefined : (anchor: HTMLElement): void => onMore(identity, anchor);
    const menu = contextMenu(more);
    return (
      <li
        className={soundClass(participant).trim()}
        data-identity={identity}
        data-roving
        tabIndex={-1}
        onContextMenu={menu.onContextMenu}
        onKeyDown={(event) => {
          menu.onKeyDown?.(event);
          enterVolume(event);
        }}
        onPointerEnter={() => setNear(true)}
        onPointerLeave={({ currentTarget }) => setNear(currentTarget.contains(document.activeElement))}
        onFocus={() => setNear(true)}
        onBlur={({ currentTarget, relatedTarget }) => setNear(currentTarget.contains(relatedTarget))}
      >
        <Avatar id={identity} name={name} size="small" />
        <span className="name" title={personWords({ name, nth, isLocal }, t)}>
          <PersonName name={name} nth={nth} isLocal={isLocal} />
        </span>
        {near && more !== undefined && (
          // The button goes when the menu takes the focus: the row is what stays.
          <MoreButton
            label={t('people.more', { name: personWords({ name, nth, isLocal: false }, t) })}
            onOpen={(button) => more(button.closest('li') ?? button)}
          />
        )}
        {near && !isLocal && <Volume participant={participant} nth={nth} onHeard={onHeard} />}
        {sharing && (
          <>
            <Monitor className="icon glyph-screen" size={14} aria-hidden />
            <span className="sr">{t('people.sharing')}</span>
          </>
        )}
        <Glyph state={state} own={isLocal} />
        <span className="sr">{t(`people.${state}`)}</span>
      </li>
    );
  },
);
RosterRow.displayName = 'RosterRow';
