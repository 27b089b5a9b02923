import { instanceChannelId } from '@parley/shared/backends/dialects/savedChannels';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';

/** A profile whose channels are saved by name, because its backend lists none. */
export type SavingProfile = Extract<DialectProfile, { channels: readonly unknown[] }>;
type SavedChannel = SavingProfile['channels'][number];

export const savesChannels = (profile: DialectProfile | undefined): profile is SavingProfile =>
  profile !== undefined && 'channels' in profile;

/** What `savedChannels` calls it. */
export const savedChannelId = (profile: SavingProfile, channel: SavedChannel): string =>
  profile.dialect === 'artist-space'
    ? instanceChannelId('instance' in channel ? channel.instance : 'main', channel.room)
    : channel.room;

/** With one channel more: at `index`, or last. Without change when the room is there already. */
export function withChannel(profile: SavingProfile, channel: SavedChannel, index = Infinity): SavingProfile {
  const id = savedChannelId(profile, channel);
  if (profile.channels.some((known) => savedChannelId(profile, known) === id)) return profile;
  const channels: SavedChannel[] = [...profile.channels];
  channels.splice(index, 0, channel);
  // A channel of this profile's own dialect.
  return { ...profile, channels } as SavingProfile;
}

/** Without the channel of this id, and what takes it back; null when there is none. */
export function withoutChannel(
  profile: SavingProfile,
  id: string,
): { readonly profile: SavingProfile; readonly channel: SavedChannel; readonly index: number } | null {
  const index = profile.channels.findIndex((channel) => savedChannelId(profile, channel) === id);
  const channel = profile.channels[index];
  if (channel === undefined) return null;
  // A room that was saved twice is one channel, and goes as one.
  const channels: SavedChannel[] = profile.channels.filter((known) => savedChannelId(profile, known) !== id);
  return { profile: { ...profile, channels } as SavingProfile, channel, index };
}
