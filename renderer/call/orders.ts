import type { Channel } from '@parley/shared/backends/channel';
import type { CallCommand, Moderation } from '@parley/shared/ipc/contract';
import type { CallSession } from './callSession.ts';
import { idleCall } from './callState.ts';
import type { CallChannel } from './callView.ts';
import type { Microphone, StartedBy } from './microphone/microphone.ts';
import { decideModeration } from './moderation.ts';
import type { Muting } from './muting.ts';
import type { ViewStore } from './viewStore.ts';

/** What is done without the interface: by the tray, by keys of the system, by links, by main, and by moderators. */
export interface Orders {
  obey(command: CallCommand): void;
  followModeration(moderation: Moderation): void;
}

export function createOrders(ports: {
  readonly channelOf: (server: string, id: string | null) => Channel | undefined;
  readonly session: () => CallSession | null;
  readonly muting: Muting;
  readonly microphone: Microphone;
  readonly view: ViewStore;
  /** How long ago the last call ended, ms: LiveKit may tell of a moderator's deed before main does. */
  readonly sinceEnd: () => number;
  readonly calls: {
    join(channel: CallChannel, by?: StartedBy): void;
    leave(): void;
    leaveAll(): void;
    networkChanged(): void;
  };
  readonly lookAtDevices: () => void;
}): Orders {
  const { channelOf, session, muting, microphone, view, calls } = ports;
  const toggleTalk = (): void => {
    for (const kind of ['down', 'up'] as const) microphone.edge({ kind, action: 'talk', binding: 'shortcut' });
  };
  return {
    obey(command) {
      switch (command.kind) {
        case 'join': {
          const { server } = command;
          const channel = channelOf(server, command.channelId);
          return channel?.kind === 'voice' ? calls.join({ server, id: channel.id, name: channel.name }) : undefined;
        }
        case 'leave':
          return calls.leave();
        case 'leaveAll':
          return calls.leaveAll();
        case 'toggleMute':
          return muting.setMuted(!view.get().muted);
        case 'toggleTalk':
          return toggleTalk();
        case 'toggleDeafen':
          return muting.setDeafened(!view.get().deafened);
        case 'interrupt':
          return microphone.interrupt(command.cause);
        case 'resumed':
          microphone.resume(command.cause);
          calls.networkChanged();
          return ports.lookAtDevices();
      }
    },
    followModeration(moderation) {
      muting.learn(moderation);
      const { server } = moderation;
      const nameOf = (channelId: string | null): string => channelOf(server, channelId)?.name ?? '';
      const response = decideModeration(moderation, session()?.getState() ?? idleCall, ports.sinceEnd());
      switch (response.kind) {
        case 'nothing':
          return;
        case 'end':
          return session()?.endModerated(response.end);
        case 'move': {
          const { toChannelId: id, told: words } = response;
          calls.join({ server, id, name: nameOf(id) }, 'call');
          return view.notify({ kind: 'moderated', action: 'move', channel: nameOf(id), told: words });
        }
        case 'tell': {
          const { action, told: words } = response;
          return view.notify({ kind: 'moderated', action, channel: nameOf(moderation.channelId), told: words });
        }
      }
    },
  };
}
