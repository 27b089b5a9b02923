import type { Channel, Occupant } from '@parley/shared/backends/channel';
import type { ModerationAct } from '@parley/shared/backends/moderationAct';
import type { Permission } from '@parley/shared/backends/permissions';

/** What can be done to a person in a channel, in the order of the menu. */
export type PersonDeed = 'mute' | 'unmute' | 'move' | 'kick' | 'ban';
/** What can be done about a channel's call and its people. */
export type ChannelDeed = 'guests' | 'restrictions' | 'close';
export type Deed = PersonDeed | ChannelDeed;
/** What is one request after a dialog; the others show a list. */
export type Act = Exclude<Deed, 'guests' | 'restrictions'>;

/** Who looks, and what they may do in every channel. */
export interface Viewer {
  readonly accountId: string;
  readonly everywhere: readonly Permission[];
}

/** Whom or what a deed is about, as it was when the menu opened: who leaves meanwhile can still be banned. */
export interface Place {
  readonly server: string;
  readonly channel: { readonly id: string; readonly name: string };
}
export type Subject =
  | (Place & { readonly kind: 'person'; readonly accountId: string; readonly name: string })
  | (Place & { readonly kind: 'channel' });

/** A moderator's menu, and the dialog of what was chosen in it. */
export interface Moderating {
  readonly subject: Subject;
  readonly deeds: readonly Deed[];
  /** Where the menu opens. */
  readonly anchor: HTMLElement;
  /** What had the focus then, and gets it back. */
  readonly origin: HTMLElement;
  /** Null while the menu is open. */
  readonly deed: Deed | null;
}

const may = ({ permissions = [] }: Channel, permission: Permission): boolean => permissions.includes(permission);

/** Where people of a channel can be moved to by this viewer; whether they may enter there, only the server knows. */
export const decideTargets = (from: Channel, channels: readonly Channel[]): readonly Channel[] =>
  may(from, 'MOVE')
    ? channels.filter((channel) => channel.kind === 'voice' && channel.id !== from.id && may(channel, 'MOVE'))
    : [];

/**
 * What is offered about a person: nothing that would be refused for lack of a permission. Nobody moderates themself. Of
 * ranks the viewer knows nothing; what they forbid, the server says.
 *
 * @param movable there is somewhere to move people to
 */
export function decidePersonDeeds(
  channel: Channel,
  { accountId, hardMuted = false }: Pick<Occupant, 'accountId' | 'hardMuted'>,
  viewer: Viewer,
  movable: boolean,
): readonly PersonDeed[] {
  if (accountId === '' || accountId === viewer.accountId) return [];
  const deeds: PersonDeed[] = [];
  if (may(channel, 'MUTE')) deeds.push(hardMuted ? 'unmute' : 'mute');
  if (movable && may(channel, 'MOVE')) deeds.push('move');
  if (may(channel, 'KICK')) deeds.push('kick');
  if (may(channel, 'BAN')) deeds.push('ban');
  return deeds;
}

export function decideChannelDeeds(channel: Channel): readonly ChannelDeed[] {
  if (channel.kind !== 'voice') return [];
  const deeds: ChannelDeed[] = [];
  // Nobody gives what they do not have.
  if (may(channel, 'MANAGE_ROLES') && may(channel, 'JOIN')) deeds.push('guests');
  if (may(channel, 'MUTE')) deeds.push('restrictions');
  if (may(channel, 'MANAGE_CHANNELS')) deeds.push('close');
  return deeds;
}

/** How long a mute or a ban can be made for, s; `forever` until it is lifted. */
export const lengths = ['600', '3600', '86400', 'forever'] as const;
export type Length = (typeof lengths)[number];

/** What a dialog was filled with. */
export interface Filled {
  readonly reason: string;
  readonly length: Length;
  /** Otherwise in this channel. */
  readonly everywhere: boolean;
  /** Of `move`. */
  readonly toChannelId: string;
}

/** The mild choice is the first: more can be chosen. */
export const emptyFilled: Filled = { reason: '', length: '600', everywhere: false, toChannelId: '' };

/** Whether the person is owed a reason; elsewhere it may be left out. */
export const needsReason = (deed: Deed): boolean =>
  deed !== 'unmute' && deed !== 'move' && deed !== 'restrictions' && deed !== 'guests';

/** What takes another thing to be chosen first has a form; a length and a place belong to what lasts. */
export const lasts = (deed: Deed): deed is 'mute' | 'ban' => deed === 'mute' || deed === 'ban';

/** What lasts can also be for every channel, for whoever may do it there. */
export const mayEverywhere = (deed: Deed, { everywhere }: Viewer): boolean =>
  (deed === 'mute' && everywhere.includes('MUTE')) || (deed === 'ban' && everywhere.includes('BAN'));

/** The request of a filled dialog. */
export function actOf(
  deed: Act,
  subject: Subject,
  { length, everywhere, toChannelId, ...filled }: Filled,
): ModerationAct {
  const reason = filled.reason.trim();
  const channelId = subject.channel.id;
  const accountId = subject.kind === 'person' ? subject.accountId : '';
  switch (deed) {
    case 'mute':
    case 'ban':
      return {
        kind: deed,
        channelId: everywhere ? null : channelId,
        accountId,
        reason,
        seconds: length === 'forever' ? null : Number(length),
      };
    case 'unmute':
    case 'kick':
      return { kind: deed, channelId, accountId, reason };
    case 'move':
      return { kind: deed, channelId, accountId, toChannelId, reason };
    case 'close':
      return { kind: deed, channelId, reason };
  }
}

/** What takes a deed back; null where nothing does. */
export function undoOf(act: ModerationAct): ModerationAct | null {
  if (act.kind !== 'mute' && act.kind !== 'ban') return null;
  const { channelId, accountId } = act;
  return { kind: act.kind === 'mute' ? 'unmute' : 'unban', channelId, accountId, reason: '' };
}
