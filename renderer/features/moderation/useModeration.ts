import type { Channel } from '@parley/shared/backends/channel';
import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import type { Permission } from '@parley/shared/backends/permissions';
import { useCallback, useMemo } from 'react';
import { useDesktopState, useDesktopStore } from '../../desktop/DesktopContext.ts';
import type { DesktopState } from '../../desktop/desktopStore.ts';
import { useViewStore } from '../app/view.ts';
import { decideChannelDeeds, decidePersonDeeds, decideTargets, type Moderating, type Viewer } from './deeds.ts';

const none: readonly Permission[] = [];
const nobody: ReadonlySet<string> = new Set();

const at = (anchor: HTMLElement): Pick<Moderating, 'anchor' | 'origin'> => {
  const focused = document.activeElement;
  return { anchor, origin: focused instanceof HTMLElement && anchor.contains(focused) ? focused : anchor };
};

/** Who looks at a server; null where nobody moderates. */
export function viewerOf({ settings, sessions, channels }: DesktopState, server: string): Viewer | null {
  const profile = settings.servers.find(({ id }) => id === server);
  const session = sessions[server];
  if (profile === undefined || !capabilities[profile.dialect].moderation || session?.kind !== 'signedIn') return null;
  return { accountId: session.account.id, everywhere: channels[server]?.permissions ?? none };
}

const channelOf = ({ channels }: DesktopState, server: string, id: string): Channel | undefined =>
  channels[server]?.channels.find((channel) => channel.id === id);

const isMovable = (state: DesktopState, server: string, channel: Channel): boolean =>
  decideTargets(channel, state.channels[server]?.channels ?? []).length > 0;

/** Whose menu a viewer can open, by identity. */
function moderableIn(state: DesktopState, server: string, channelId: string): ReadonlySet<string> {
  const viewer = viewerOf(state, server);
  const channel = channelOf(state, server, channelId);
  if (viewer === null || channel === undefined) return nobody;
  const movable = isMovable(state, server, channel);
  return new Set(
    channel.occupants
      .filter((occupant) => decidePersonDeeds(channel, occupant, viewer, movable).length > 0)
      .map(({ identity }) => identity),
  );
}

/** The people of a channel about whom something can be done, and their menu. */
export interface PeopleMenu {
  readonly moderable: ReadonlySet<string>;
  /** The same as long as the channel is. */
  open(identity: string, anchor: HTMLElement): void;
}

export function usePeopleMenu(server: string, channelId: string): PeopleMenu {
  const store = useDesktopStore();
  const view = useViewStore();
  // One text that changes only when somebody can be moderated who could not be before, or the other way round.
  const identities = useDesktopState((state) => [...moderableIn(state, server, channelId)].join('\n'));
  const moderable = useMemo(() => (identities === '' ? nobody : new Set(identities.split('\n'))), [identities]);
  const open = useCallback(
    (identity: string, anchor: HTMLElement): void => {
      const state = store.getState();
      const viewer = viewerOf(state, server);
      const channel = channelOf(state, server, channelId);
      const occupant = channel?.occupants.find((other) => other.identity === identity);
      if (viewer === null || channel === undefined || occupant === undefined) return;
      const deeds = decidePersonDeeds(channel, occupant, viewer, isMovable(state, server, channel));
      if (deeds.length === 0) return;
      const { accountId, name } = occupant;
      const place = { server, channel: { id: channel.id, name: channel.name } };
      view.setState({
        moderating: { subject: { kind: 'person', ...place, accountId, name }, deeds, ...at(anchor), deed: null },
      });
    },
    [store, view, server, channelId],
  );
  return { moderable, open };
}

/** The menu of a channel; undefined where nothing can be done. */
export function useChannelMenu(server: string, channel: Channel): ((anchor: HTMLElement) => void) | undefined {
  const view = useViewStore();
  const moderates = useDesktopState((state) => viewerOf(state, server) !== null);
  const deeds = decideChannelDeeds(channel);
  if (!moderates || deeds.length === 0) return undefined;
  return (anchor) => {
    const place = { server, channel: { id: channel.id, name: channel.name } };
    view.setState({ moderating: { subject: { kind: 'channel', ...place }, deeds, ...at(anchor), deed: null } });
  };
}
