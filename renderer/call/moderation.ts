import type { Moderation } from '@parley/shared/ipc/contract';
import type { CallMachine } from './callState.ts';
import { isUnexplained } from './callState.ts';
import { isActive } from './callSummary.ts';
import type { ModeratedEnd, ModeratorWords } from './callView.ts';

/** What a moderator's deed calls for here. */
export type ModerationResponse =
  /** It is about a call that this program is not in. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end'; readonly end: ModeratedEnd }
  | { readonly kind: 'move'; readonly toChannelId: string; readonly told: ModeratorWords }
  | { readonly kind: 'tell'; readonly action: 'mute' | 'unmute' | 'ban' | 'unban'; readonly told: ModeratorWords };

/** Words that come this long after LiveKit ended the call still belong to it, ms; later ones are about another device. */
export const lateWords = 5_000;

const ends = { kick: 'kicked', ban: 'banned', close: 'channelClosed' } as const;

/** @param sinceEnd how long the call has been over, ms. */
export function decideModeration(moderation: Moderation, call: CallMachine, sinceEnd: number): ModerationResponse {
  const { action, by, reason, server, channelId, toChannelId, expiresAt } = moderation;
  const told: ModeratorWords = { by, reason, everywhere: channelId === null, until: expiresAt };
  const here =
    'channel' in call &&
    call.channel.server === server &&
    (channelId === null || call.channel.id === channelId) &&
    (isActive(call) || (isUnexplained(call) && sinceEnd < lateWords));
  switch (action) {
    case 'mute':
    case 'unmute':
    case 'unban':
      return { kind: 'tell', action, told };
    case 'ban':
      return here ? { kind: 'end', end: { reason: ends.ban, told } } : { kind: 'tell', action, told };
    case 'kick':
    case 'close':
      return here ? { kind: 'end', end: { reason: ends[action], told } } : { kind: 'nothing' };
    case 'move':
      return here && toChannelId !== null ? { kind: 'move', toChannelId, told } : { kind: 'nothing' };
  }
}

/** The mutes that this person was told of, by `muteKey`, with their ends. */
export type KnownMutes = ReadonlyMap<string, number | null>;

/** @param channelId null: in every channel of the server */
export const muteKey = (server: string, channelId: string | null): string => JSON.stringify([server, channelId]);

export function nextMutes(mutes: KnownMutes, { action, server, channelId, expiresAt }: Moderation): KnownMutes {
  if (action !== 'mute' && action !== 'unmute') return mutes;
  const next = new Map(mutes);
  if (action === 'mute') next.set(muteKey(server, channelId), expiresAt);
  else next.delete(muteKey(server, channelId));
  return next;
}
