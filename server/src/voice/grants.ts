import type { PermissionSet } from '@parley/shared/backends/permissions';
import { TrackSource, TrackType, type ParticipantPermission, type TrackInfo } from 'livekit-server-sdk';

/** What LiveKit lets a participant do: the fields of its grants that follow from permissions; all others stay off. */
export interface Grants {
  readonly canSubscribe: boolean;
  readonly canPublish: boolean;
  readonly canPublishSources: readonly TrackSource[];
  readonly canPublishData: boolean;
}

/**
 * Never wider than the permissions. No source at all must be `canPublish: false`, because LiveKit reads an empty list as
 * every source. The sound of a screen takes SPEAK as well: a muted person could speak through it.
 */
export function grantsOf(permissions: PermissionSet): Grants {
  const canPublishSources = [
    ...(permissions.has('CAMERA') ? [TrackSource.CAMERA] : []),
    ...(permissions.has('SPEAK') ? [TrackSource.MICROPHONE] : []),
    ...(permissions.has('SCREEN') ? [TrackSource.SCREEN_SHARE] : []),
    ...(permissions.has('SCREEN') && permissions.has('SPEAK') ? [TrackSource.SCREEN_SHARE_AUDIO] : []),
  ];
  return {
    canSubscribe: permissions.has('JOIN'),
    canPublish: canPublishSources.length > 0,
    canPublishSources,
    canPublishData: permissions.has('SEND'),
  };
}

/** One text for grants that mean the same, however LiveKit orders and completes them. */
export const grantsText = ({
  canSubscribe,
  canPublish,
  canPublishSources,
  canPublishData,
}: Grants | ParticipantPermission): string =>
  JSON.stringify([
    canSubscribe,
    canPublish,
    canPublish ? canPublishSources.toSorted((a, b) => a - b) : [],
    canPublishData,
  ]);

/** Whether grants let a microphone be published: LiveKit reads an empty list as every source. */
export const maySpeakBy = ({
  canPublish,
  canPublishSources,
}: Pick<Grants | ParticipantPermission, 'canPublish' | 'canPublishSources'>): boolean =>
  canPublish && (canPublishSources.length === 0 || canPublishSources.includes(TrackSource.MICROPHONE));

/**
 * A track that says it comes from what it cannot come from, such as sound from a camera. LiveKit checks the source
 * against the grants and never the kind against the source (1.13.5, `AddTrack`), so that a program that lies could speak
 * without SPEAK. No client of LiveKit makes one.
 */
export const isDisguised = ({ type, source }: Pick<TrackInfo, 'type' | 'source'>): boolean =>
  type === TrackType.AUDIO
    ? source === TrackSource.CAMERA || source === TrackSource.SCREEN_SHARE
    : source === TrackSource.MICROPHONE || source === TrackSource.SCREEN_SHARE_AUDIO;
