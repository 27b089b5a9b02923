import type { Channel, Occupant } from '@parley/shared/backends/channel';
import { Hash, Monitor, Volume2 } from 'lucide-react';
import { memo, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../call/callView.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Glyph } from '../../components/Glyph.tsx';
import { useDesktopState } from '../../desktop/DesktopContext.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { Notice } from '../../components/Notice.tsx';

/** Channels by category, with the people in them before one joins. */
export function ChannelList(): ReactElement {
  const { t } = useTranslation();
  const view = useDesktopState(({ channels }) => channels);
  const categories = Map.groupBy(view.channels, ({ category }) => category);
  return (
    <nav className="channel-list" data-part="channel-list" aria-label={t('channels.label')} onKeyDown={moveFocus}>
      {view.link !== 'live' && view.channels.length > 0 && (
        <Notice tone="warning" reason="channels-offline">
          {t('channels.offline')}
        </Notice>
      )}
      {view.channels.length === 0 && (
        <p className="channel-list-empty">{t(view.link === 'live' ? 'channels.none' : 'channels.loading')}</p>
      )}
      {[...categories].map(([category, channels]) => (
        <section key={category}>
          {category !== '' && (
            <h2 className="group-legend">
              <bdi>{category}</bdi>
            </h2>
          )}
          <ul>
            {channels.map((channel) => (
              <ChannelItem key={channel.id} channel={channel} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** Arrow keys, Home and End walk through the channels; Tab leaves the list. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.channel-row')];
  const now = rows.indexOf(event.target as HTMLButtonElement);
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: rows.length - 1 }[event.key];
  const row = next === undefined ? undefined : rows[Math.min(rows.length - 1, Math.max(0, next))];
  if (row === undefined) return;
  event.preventDefault();
  row.focus();
}

const ChannelItem = memo(({ channel }: { readonly channel: Channel }): ReactElement => {
  const { t } = useTranslation();
  const controller = useCallController();
  const joined = useCall(
    ({ state }) =>
      state.phase !== 'idle' && state.phase !== 'ended' && state.phase !== 'failed' && state.channel.id === channel.id,
  );
  const voice = channel.kind === 'voice';
  const count = channel.occupants.length;
  return (
    <li className="channel">
      <button
        type="button"
        className="channel-row"
        data-part="channel-row"
        data-channel-id={channel.id}
        data-channel-name={channel.name}
        data-kind={channel.kind}
        data-joined={joined}
        aria-current={joined || undefined}
        aria-disabled={!voice || undefined}
        title={voice ? channel.name : t('channels.textLater')}
        onClick={() => voice && controller.join({ id: channel.id, name: channel.name })}
      >
        {voice ? (
          <Volume2 className="icon twist" size={14} aria-hidden />
        ) : (
          <Hash className="icon twist" size={14} aria-hidden />
        )}
        <span className="channel-name">
          <bdi>{channel.name}</bdi>
        </span>
        {voice ? (
          <span className="channel-count" data-empty={count === 0 || undefined}>
            <span aria-hidden="true">{count === 0 ? '–' : count}</span>
            <span className="sr">{t('channels.people', { count })}</span>
          </span>
        ) : (
          <span className="sr">{t('channels.textLater')}</span>
        )}
      </button>
      {count > 0 && (
        <ul className="occupants" aria-label={t('channels.in', { channel: channel.name })}>
          {channel.occupants.map((occupant) => (
            <OccupantItem key={occupant.identity} occupant={occupant} inCall={joined} />
          ))}
        </ul>
      )}
    </li>
  );
});
ChannelItem.displayName = 'ChannelItem';

const OccupantItem = memo(
  ({ occupant, inCall }: { readonly occupant: Occupant; readonly inCall: boolean }): ReactElement => {
    const { t } = useTranslation();
    const heard = useCall(({ participants }): ParticipantView | undefined =>
      inCall ? participants.find(({ identity }) => identity === occupant.identity) : undefined,
    );
    const speaking = heard?.speaking ?? false;
    const state = speaking ? (heard?.isLocal === true ? 'open' : 'speaking') : (heard?.microphone ?? null);
    return (
      <li
        className={`occupant${speaking ? (heard?.isLocal === true ? ' is-open' : ' is-speaking') : ''}`}
        data-part="occupant"
        data-identity={occupant.identity}
        data-name={occupant.name}
        data-speaking={speaking}
      >
        <div className="occupant-row">
          <Avatar id={occupant.identity} name={occupant.name} size="small" />
          <span className="occupant-name">
            <bdi>{occupant.name}</bdi> {heard?.isLocal === true && <small>{t('people.you')}</small>}
          </span>
          <span className="occupant-states">
            {occupant.sharingScreen && (
              <Monitor className="icon glyph-screen" size={14} aria-label={t('people.sharing')} />
            )}
            {state !== null && (
              <>
                <Glyph state={state} />
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
