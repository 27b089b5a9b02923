import { mayJoin, type Channel } from '@parley/shared/backends/channel';
import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { instanceSchema } from '@parley/shared/backends/dialects/profile';
import type { ParleyError } from '@parley/shared/errors';
import { ChevronDown, Hash, Search, Volume2, X } from 'lucide-react';
import { memo, useCallback, useMemo, useState, type ReactElement } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/Button.tsx';
import { contextMenu, MoreButton } from '../../components/MoreButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Told, ToldNotice } from '../notices/Told.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useRovingFocus } from '../../components/useRovingFocus.ts';
import { visibleName } from '../../components/visibleName.ts';
import { useDesktop, useDesktopState, useDesktopStore } from '../../desktop/DesktopContext.ts';
import { isActive } from '../../call/callSummary.ts';
import { isSameChannel, type CallState } from '../../call/callView.ts';
import { offerUndo, useViewStore } from '../app/view.ts';
import { useCall, useCallController } from '../call/CallContext.ts';
import { ErrorText } from '../errors/ErrorText.tsx';
import { useChannelMenu } from '../moderation/useModeration.ts';
import { AddChannel } from './AddChannel.tsx';
import { Occupants } from './Occupants.tsx';
import { channelNamesakes, groupChannels } from './listRows.ts';
import { savesChannels, withChannel, withoutChannel } from './savedChannelEdits.ts';

/** Channels by category, with the people in them before one joins. */
export function ChannelList({
  server,
  serverName,
}: {
  readonly server: string;
  readonly serverName: string;
}): ReactElement {
  const { t } = useTranslation();
  const view = useDesktopState(({ shownChannels }) => shownChannels);
  const profile = useDesktopState(({ settings }) => settings.servers.find(({ id }) => id === server));
  const saves = savesChannels(profile);
  const presence = profile === undefined || capabilities[profile.dialect].presence;
  const remove = useRemoveChannel(server);
  const [wanted, setWanted] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const roving = useRovingFocus<HTMLElement>();
  // The first connection is no trouble yet.
  const away = view.link === 'offline' || (view.link === 'connecting' && view.channels.length > 0);
  const polling = view.link === 'polling';
  const known = polling || view.link === 'live';
  const groups = groupChannels(view.channels, wanted);
  const which = useMemo(() => channelNamesakes(view.channels), [view.channels]);
  // The instances of a server are no categories that somebody named.
  const heading = (category: string): string => {
    const instance = instanceSchema.safeParse(category);
    return profile?.dialect === 'artist-space' && instance.success
      ? t(`instance.${instance.data}`)
      : visibleName(category, t);
  };
  const fold = (category: string): void =>
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(category)) after.add(category);
      return after;
    });
  return (
    <>
      <div className="side-header">
        <h2 title={visibleName(serverName, t)}>
          <bdi>{visibleName(serverName, t)}</bdi>
        </h2>
      </div>
      <SearchField
        className="channel-search"
        data-part="channel-search"
        aria-label={t('channels.find')}
        value={wanted}
        onChange={setWanted}
      >
        <Search className="icon" size={14} aria-hidden />
        <Input placeholder={t('channels.findShort')} />
        <Button className="channel-search-clear" aria-label={t('channels.clear')}>
          <X className="icon" size={14} aria-hidden />
        </Button>
      </SearchField>
      <nav {...roving} className="channel-list" data-part="channel-list" aria-label={t('channels.label')}>
        {away && (
          <ToldNotice tone="warning" reason="channels-offline">
            {view.channels.length > 0 ? t('channels.offline') : t('channels.unreachable')}
            {/* That it does not answer has been said. */}
            {(view.channels.length === 0 || view.error?.reason !== 'serverUnreachable') && <Cause error={view.error} />}
          </ToldNotice>
        )}
        {polling && (
          <ToldNotice tone="warning" reason="channels-polling">
            {t('channels.polling')}
            <Cause error={view.error} />
          </ToldNotice>
        )}
        {view.channels.length === 0 && !away && (
          <div className="channel-list-empty">
            <Told first>{t(!known ? 'channels.loading' : saves ? 'channels.noneSaved' : 'channels.none')}</Told>
            {!known && <Progress label={t('channels.loading')} />}
          </div>
        )}
        {view.channels.length > 0 && groups.length === 0 && (
          <EmptyState drawing="nobodyFound" reason="nobodyFound" title={t('channels.nothing.title', { wanted })}>
            {t('channels.nothing.text')}
          </EmptyState>
        )}
        {groups.map(({ category, channels }) => {
          // What was looked for is shown, folded or not.
          const open = !folded.has(category) || wanted !== '';
          return (
            <section key={category} className="channel-group" data-open={open}>
              {category !== '' && (
                <h3 className="group-legend">
                  <button type="button" data-roving aria-expanded={open} onClick={() => fold(category)}>
                    <ChevronDown className="icon" size={12} aria-hidden />
                    <bdi title={heading(category)}>{heading(category)}</bdi>
                  </button>
                </h3>
              )}
              {open && (
                <ul>
                  {channels.map((channel) => (
                    <ChannelItem
                      key={channel.id}
                      server={server}
                      channel={channel}
                      nth={which.get(channel.id)}
                      wanted={wanted}
                      presence={presence}
                      {...(saves ? { remove } : {})}
                    />
                  ))}
                </ul>
              )}
            </section>
          );
        })}
        {saves && <AddChannel profile={profile} />}
      </nav>
    </>
  );
}

const Cause = ({ error }: { readonly error: ParleyError | null }): ReactElement | null =>
  error && (
    <>
      {' '}
      <ErrorText error={error} />
    </>
  );

/** Takes a saved channel out of the list, in a way that can be taken back. */
function useRemoveChannel(server: string): (channel: Channel) => void {
  const { t } = useTranslation();
  const desktop = useDesktop();
  const store = useDesktopStore();
  const view = useViewStore();
  return useCallback(
    ({ id, name }) => {
      const profileNow = () => store.getState().settings.servers.find((profile) => profile.id === server);
      const before = profileNow();
      const removed = savesChannels(before) ? withoutChannel(before, id) : null;
      if (removed === null) return;
      void desktop.servers.save(removed.profile);
      offerUndo(view, {
        text: t('undo.channelRemoved', { channel: name }),
        action: t('undo.action'),
        undo() {
          const now = profileNow();
          if (savesChannels(now)) void desktop.servers.save(withChannel(now, removed.channel, removed.index));
        },
      });
    },
    [desktop, store, view, server, t],
  );
}

const ChannelItem = memo(
  (props: {
    readonly server: string;
    readonly channel: Channel;
    /** Of several channels that look alike, which one; from 1. */
    readonly nth: number | undefined;
    readonly wanted: string;
    /** Who is in it is known. */
    readonly presence: boolean;
    /** Of a channel that the person saved. */
    readonly remove?: (channel: Channel) => void;
  }): ReactElement => {
    const { server, channel, nth, wanted, presence, remove } = props;
    const { t } = useTranslation();
    const controller = useCallController();
    const joined = useCall(({ state }) => isCallIn(state, { server, id: channel.id }));
    const listening = useCall(({ beside }) => beside.some(({ state }) => isCallIn(state, { server, id: channel.id })));
    const voice = channel.kind === 'voice';
    const joinable = mayJoin(channel);
    const refusal = joinable ? undefined : t(voice ? 'channels.mayNotJoin' : 'channels.textLater');
    const count = channel.occupants.length;
    const which = nth === undefined ? '' : t('people.nth', { nth });
    const name = `${visibleName(channel.name, t)} ${which}`.trim();
    const more = useChannelMenu(server, channel);
    return (
      <li className="channel" data-more={more !== undefined || undefined} {...contextMenu(more)}>
        <button
          type="button"
          className="channel-row"
          data-part="channel-row"
          data-roving
          data-channel-id={channel.id}
          data-channel-name={channel.name}
          data-kind={channel.kind}
          data-joined={joined}
          data-listening={listening || undefined}
          aria-current={joined || undefined}
          aria-disabled={!joinable || undefined}
          title={refusal}
          onClick={() => joinable && controller.join({ server, id: channel.id, name: channel.name })}
        >
          {voice ? (
            <Volume2 className="icon twist rtl-mirror" size={14} aria-hidden />
          ) : (
            <Hash className="icon twist" size={14} aria-hidden />
          )}
          <span className="channel-name" title={refusal === undefined ? name : `${name} – ${refusal}`}>
            <bdi>{visibleName(channel.name, t)}</bdi>
            {which !== '' && <small> {which}</small>}
          </span>
          {voice && !presence ? null : voice ? (
            <span className="channel-count" data-empty={count === 0 || undefined}>
              <span aria-hidden="true">{count === 0 ? '–' : count}</span>
              <span className="sr">
                {t('channels.people', { count })} {refusal}
              </span>
            </span>
          ) : (
            <span className="sr">{t('channels.textLater')}</span>
          )}
        </button>
        {remove !== undefined && (
          <IconButton
            className="channel-remove"
            data-roving
            label={t('channels.remove', { channel: name })}
            onPress={() => remove(channel)}
          >
            <X className="icon" size={14} aria-hidden />
          </IconButton>
        )}
        {more !== undefined && (
          <MoreButton roving label={t('channels.menu', { channel: channel.name })} onOpen={more} />
        )}
        {count > 0 && <Occupants server={server} channel={channel} inCall={joined} wanted={wanted} />}
      </li>
    );
  },
);
ChannelItem.displayName = 'ChannelItem';

const isCallIn = (state: CallState, place: { readonly server: string; readonly id: string }): boolean =>
  isActive(state) && state.phase !== 'idle' && isSameChannel(state.channel, place);
