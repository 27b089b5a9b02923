import { permissions, type Permission } from '@parley/shared/backends/permissions';
import { TrackSource } from 'livekit-server-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideEnforcement } from '../rights.ts';
import { grantsOf, grantsText } from './grants.ts';
import type { Participant } from './voiceServer.ts';

const { CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO } = TrackSource;
const everyone: readonly Permission[] = ['VIEW', 'JOIN', 'SPEAK', 'CAMERA', 'SCREEN', 'SEND'];
const without = (...taken: Permission[]) => new Set(everyone.filter((permission) => !taken.includes(permission)));

describe('grantsOf', () => {
  it.each<[ReadonlySet<Permission>, readonly TrackSource[]]>([
    [without(), [CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO]],
    [without('SPEAK'), [CAMERA, SCREEN_SHARE]],
    [without('CAMERA'), [MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO]],
    [without('SCREEN'), [CAMERA, MICROPHONE]],
  ])('%j', (may, sources) => {
    expect(grantsOf(may)).toEqual({
      canSubscribe: true,
      canPublish: true,
      canPublishSources: sources,
      canPublishData: true,
    });
  });

  it('says no to publishing where no source is left: LiveKit takes an empty list for all', () => {
    expect(grantsOf(without('SPEAK', 'CAMERA', 'SCREEN', 'SEND'))).toEqual({
      canSubscribe: true,
      canPublish: false,
      canPublishSources: [],
      canPublishData: false,
    });
  });

  it('never grows when permissions are taken away', () => {
    fc.assert(
      fc.property(fc.subarray([...permissions]), fc.subarray([...permissions]), (may, taken) => {
        const before = grantsOf(new Set(may));
        const after = grantsOf(new Set(may.filter((permission) => !taken.includes(permission))));
        expect(before.canPublishSources).toEqual(expect.arrayContaining([...after.canPublishSources]));
        expect(Number(after.canPublishData)).toBeLessThanOrEqual(Number(before.canPublishData));
      }),
    );
  });
});

describe('decideEnforcement', () => {
  const participant = (grants: string | null, disguised = false, misplaced = false): Participant => ({
    identity: 'ada.desk',
    sid: 'PA_1',
    name: 'Ada',
    joinedAt: 1,
    sharingScreen: false,
    camera: false,
    muted: true,
    grants,
    maySpeak: null,
    deafened: false,
    disguised,
    misplaced,
  });
  const muted = without('SPEAK');

  it('leaves who has what they may, in whatever order LiveKit lists it', () => {
    const grants = grantsOf(muted);
    const listed = { ...grants, canPublishSources: grants.canPublishSources.toReversed() };
    expect(decideEnforcement(participant(grantsText(listed)), muted)).toBe('leave');
  });

  it('corrects who has more, less, or what nobody knows', () => {
    for (const had of [grantsText(grantsOf(without())), grantsText(grantsOf(without('SPEAK', 'CAMERA'))), null]) {
      expect(decideEnforcement(participant(had), muted)).toEqual(grantsOf(muted));
    }
  });

  it('removes who may not join, who disguises a track, and who is where their ticket is not for', () => {
    expect(decideEnforcement(participant(null), without('JOIN'))).toBe('remove');
    expect(decideEnforcement(participant(grantsText(grantsOf(muted)), true), muted)).toBe('remove');
    expect(decideEnforcement(participant(grantsText(grantsOf(muted)), false, true), muted)).toBe('remove');
  });
});
