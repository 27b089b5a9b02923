import { isOver, type CallSummary } from '@parley/shared/ipc/callSummary';
import { mayJoin } from '@parley/shared/backends/channel';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import type { CallCommand, ChannelsView, SessionView } from '@parley/shared/ipc/contract';
import type { Texts } from '../../locales/texts.ts';

/** The native, text-only form of `design/png/10-tray-menu`: what a system menu can show everywhere. */
export type TrayEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'remark'; readonly label: string }
  | { readonly kind: 'command'; readonly label: string; readonly checked?: boolean; readonly does: TrayAction };

export type TrayAction = CallCommand | { readonly kind: 'show' } | { readonly kind: 'quit' };

/** So many people are named under a channel, and so many channels listed; a menu is no place for the rest. */
const namedOccupants = 8;
const listedChannels = 40;

export interface TrayState {
  readonly profiles: readonly DialectProfile[];
  /** By profile id, as `channels`. */
  readonly sessions: Readonly<Record<string, SessionView>>;
  readonly channels: Readonly<Record<string, ChannelsView>>;
  readonly call: CallSummary;
}

export function trayMenu({ profiles, sessions, channels, call }: TrayState, text: Texts): readonly TrayEntry[] {
  const inCall = !isOver(call);
  const signedIn = profiles.filter(({ id }) => sessions[id]?.kind === 'signedIn');
  // One server needs no name above its channels.
  const serverEntries = ({ id, name }: DialectProfile): readonly TrayEntry[] => [
    ...(signedIn.length > 1 ? [remark(plain(name))] : []),
    ...channelEntries(id, channels[id] ?? noChannels, call, text),
  ];
  return [
    ...(signedIn.length === 0 ? [remark(text('tray.signedOut'))] : signedIn.flatMap(serverEntries)),
    separator,
    ...(inCall
      ? [
          command(text('tray.mute'), { kind: 'toggleMute' }, call.muted),
          command(text('tray.deafen'), { kind: 'toggleDeafen' }, call.deafened),
          command(text('tray.leave', { channel: plain(call.channelName) }), { kind: 'leave' }),
          separator,
        ]
      : []),
    command(text('tray.show'), { kind: 'show' }),
    command(text('tray.quit'), { kind: 'quit' }),
  ];
}

const noChannels: ChannelsView = { link: 'offline', channels: [], error: null };

const isKnown = ({ link }: ChannelsView): boolean => link === 'live' || link === 'polling';

function channelEntries(server: string, view: ChannelsView, call: CallSummary, text: Texts): readonly TrayEntry[] {
  const voice = view.channels.filter(mayJoin);
  if (voice.length === 0) return [remark(text(isKnown(view) ? 'tray.noChannels' : 'tray.offline'))];
  const entries = voice.slice(0, listedChannels).flatMap((channel) => {
    const { occupants } = channel;
    const count = occupants.length === 0 ? '' : ` (${occupants.length})`;
    const more = occupants.length - namedOccupants;
    return [
      command(
        `${plain(channel.name)}${count}`,
        { kind: 'join', server, channelId: channel.id },
        server === call.server && channel.id === call.channelId,
      ),
      ...occupants.slice(0, namedOccupants).map(({ name }) => remark(`    ${plain(name)}`)),
      ...(more > 0 ? [remark(`    ${text('tray.more', { count: more })}`)] : []),
    ];
  });
  const rest = voice.length - listedChannels;
  return rest > 0 ? [...entries, remark(text('tray.more', { count: rest }))] : entries;
}

/** Names are other people's text: one line, no accelerator mark (`&`), no length that makes a menu unusable. */
const plain = (name: string): string =>
  name
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    .replaceAll(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replaceAll('&', '&&')
    .slice(0, 48);

const separator: TrayEntry = { kind: 'separator' };
const remark = (label: string): TrayEntry => ({ kind: 'remark', label });
const command = (label: string, does: TrayAction, checked?: boolean): TrayEntry =>
  checked === undefined ? { kind: 'command', label, does } : { kind: 'command', label, does, checked };
