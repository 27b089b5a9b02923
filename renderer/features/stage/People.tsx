import { Monitor } from 'lucide-react';
import { memo, useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../call/callView.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Glyph, type GlyphState } from '../../components/Glyph.tsx';
import { useCall, useCallController, useCallList } from '../call/CallContext.ts';

/** Above so many people the stage becomes a list; `speaking-now` lifts whoever talks, so that nothing jumps. */
export const tilesAtMost = 12;

export function People({ strip }: { readonly strip: boolean }): ReactElement {
  const { t } = useTranslation();
  const participants = useCall((view) => view.participants);
  if (participants.length > tilesAtMost) return <Roster participants={participants} />;
  return (
    <ul className={strip ? 'filmstrip' : 'tiles'} data-count={participants.length} aria-label={t('people.label')}>
      {participants.map((participant) => (
        <Tile key={participant.identity} participant={participant} />
      ))}
    </ul>
  );
}

const glyphState = ({ speaking, isLocal, microphone }: ParticipantView): GlyphState =>
  speaking ? (isLocal ? 'open' : 'speaking') : microphone;

const classOf = ({ speaking, isLocal }: ParticipantView): string =>
  speaking ? (isLocal ? ' is-open' : ' is-speaking') : '';

const Tile = memo(({ participant }: { readonly participant: ParticipantView }): ReactElement => {
  const { t } = useTranslation();
  const controller = useCallController();
  const label = useId();
  const { identity, name, isLocal, speaking, sharing, volume } = participant;
  return (
    <li
      className={`tile${classOf(participant)}`}
      data-part="tile"
      data-identity={identity}
      data-name={name}
      data-speaking={speaking}
      aria-labelledby={label}
    >
      <Avatar id={identity} name={name} size="tile" />
      <div className="tile-states">
        {sharing && <Monitor className="icon glyph-screen" size={14} aria-label={t('people.sharing')} />}
        <Glyph state={glyphState(participant)} />
        <span className="sr">{t(`people.${glyphState(participant)}`)}</span>
      </div>
      <div className="tile-foot">
        <span className="tile-name" id={label}>
          <bdi>{isLocal ? t('people.youNamed', { name }) : name}</bdi>
        </span>
      </div>
      {!isLocal && (
        <input
          className="tile-volume"
          type="range"
          min={0}
          max={100}
          value={Math.round(volume * 100)}
          aria-label={t('people.volume', { name })}
          onChange={({ target }) => controller.setVolume(identity, Number(target.value) / 100)}
        />
      )}
    </li>
  );
});
Tile.displayName = 'Tile';

function Roster({ participants }: { readonly participants: readonly ParticipantView[] }): ReactElement {
  const { t } = useTranslation();
  const speakers = useCallList((view) => view.participants.filter(({ speaking }) => speaking));
  return (
    <>
      <ul className="speaking-now" data-part="speaking-now" aria-label={t('people.speakingNow')}>
        {speakers.slice(0, 4).map((participant) => (
          <li key={participant.identity} className={classOf(participant).trim()}>
            <Avatar id={participant.identity} name={participant.name} size="small" />
            <span className="name">
              <bdi>{participant.name}</bdi>
            </span>
            <Glyph state={glyphState(participant)} />
          </li>
        ))}
      </ul>
      <ul className="roster" data-part="roster" aria-label={t('people.label')}>
        {participants.map((participant) => (
          <RosterRow key={participant.identity} participant={participant} />
        ))}
      </ul>
    </>
  );
}

const RosterRow = memo(({ participant }: { readonly participant: ParticipantView }): ReactElement => {
  const { t } = useTranslation();
  return (
    <li className={classOf(participant).trim()} data-identity={participant.identity}>
      <Avatar id={participant.identity} name={participant.name} size="small" />
      <span className="name">
        <bdi>{participant.name}</bdi>
      </span>
      <Glyph state={glyphState(participant)} />
      <span className="sr">{t(`people.${glyphState(participant)}`)}</span>
    </li>
  );
});
RosterRow.displayName = 'RosterRow';
