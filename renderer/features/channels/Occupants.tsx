import type { Channel, Occupant } from '@parley/shared/backends/channel';
import { Monitor } from 'lucide-react';
import { memo, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../call/callView.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Glyph, type GlyphState } from '../../components/Glyph.tsx';
import { glyphState, soundClass } from '../../components/Tile.tsx';
import { contextMenu, MoreButton } from '../../components/MoreButton.tsx';
import { namesakes } from '../../components/namesakes.ts';
import { PersonName, personWords } from '../../components/PersonName.tsx';
import { useCall, useCallList } from '../call/CallContext.ts';
import { usePeopleMenu } from '../moderation/useModeration.ts';
import { namedAtMost, namedOccupants } from './listRows.ts';

/** The people of one channel; of a large one those who speak, and how many more there are, until one asks for them. */
export function Occupants({
  server,
  channel,
  inCall,
  wanted,
}: {
  readonly server: string;
  readonly channel: Channel;
  readonly inCall: boolean;
  readonly wanted: string;
}): ReactElement {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const speakers = useCallList(({ participants }) =>
    inCall ? participants.filter(({ speaking }) => speaking).map(({ identity }) => identity) : [],
  );
  const menu = usePeopleMenu(server, channel.id);
  const which = useMemo(() => namesakes(channel.occupants), [channel.occupants]);
  const { named, more } = namedOccupants(channel.occupants, (identity) => speakers.includes(identity), wanted, all);
  return (
    <ul className="occupants" aria-label={t('channels.in', { channel: channel.name })}>
      {named.map((occupant) => (
        <OccupantItem
          key={occupant.identity}
          occupant={occupant}
          nth={which.get(occupant.identity)}
          inCall={inCall}
          onMore={menu.moderable.has(occupant.identity) ? menu.open : undefined}
        />
      ))}
      {channel.occupants.length > namedAtMost && (
        <li className="occupants-more">
          <button type="button" data-roving aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('channels.fewer') : t(inCall ? 'channels.moreInStage' : 'channels.more', { count: more })}
          </button>
        </li>
      )}
    </ul>
  );
}

/** In our own call what is heard; of people elsewhere what the server tells. */
function stateOf(
  { muted, hardMuted, deafened, maySpeak }: Occupant,
  heard: ParticipantView | undefined,
): GlyphState | null {
  if (hardMuted === true && heard?.speaking !== true) return 'moderated';
  if (heard !== undefined)
    return heard.isLocal && deafened === true && !heard.speaking ? 'deafened' : glyphState(heard);
  if (deafened === true) return 'deafened';
  if (maySpeak === false) return 'listener';
  return muted === true ? 'muted' : null;
}

const OccupantItem = memo(
  (props: {
    readonly occupant: Occupant;
    readonly nth: number | undefined;
    readonly inCall: boolean;
    readonly onMore: ((identity: string, anchor: HTMLElement) => void) | undefined;
  }): ReactElement => {
    const { occupant, nth, inCall, onMore } = props;
    const { t } = useTranslation();
    const heard = useCall(({ participants }): ParticipantView | undefined =>
      inCall ? participants.find(({ identity }) => identity === occupant.identity) : undefined,
    );
    const state = stateOf(occupant, heard);
    const person = { name: occupant.name, nth, isLocal: heard?.isLocal === true };
    const more = onMore === undefined ? undefined : (anchor: HTMLElement): void => onMore(occupant.identity, anchor);
    return (
      <li
        className={`occupant${heard === undefined ? '' : soundClass(heard)}`}
        data-part="occupant"
        data-identity={occupant.identity}
        data-name={occupant.name}
        data-speaking={heard?.speaking ?? false}
        {...contextMenu(more)}
      >
        <div className="occupant-row">
          <Avatar id={occupant.identity} name={occupant.name} size="small" />
          <span className="occupant-name" title={personWords(person, t)}>
            <PersonName {...person} />
          </span>
          {more !== undefined && (
            <MoreButton
              roving
              label={t('people.more', { name: personWords({ ...person, isLocal: false }, t) })}
              onOpen={more}
            />
          )}
          <span className="occupant-states">
            {occupant.sharingScreen && (
              <>
                <Monitor className="icon glyph-screen" size={14} aria-hidden />
                <span className="sr">{t('people.sharing')}</span>
              </>
            )}
            {state !== null && (
              <>
                <Glyph state={state} own={person.isLocal} />
                <span className="sr">{t(`people.${state}`)}</span>
              </>
            )}
          </span>
        </div>
      </li>
    );
  },
);
OccupantItem.displayName = 'OccupantItem';
