import type { WebhookEvent } from 'livekit-server-sdk';
import { expect, it, vi } from 'vitest';
import type { VoiceServer } from '../voice/voiceServer.ts';
import { createOccupants } from './occupants.ts';

const event = (name: string, identity: string, sid = 'PA_1'): WebhookEvent =>
  ({
    event: name,
    room: { name: 'r' },
    participant: { identity, sid, name: identity, joinedAt: 7n, joinedAtMs: 7123n, tracks: [] },
  }) as unknown as WebhookEvent;

/** A LiveKit whose list comes when the test says so: a busy one answers no question before it tells something else. */
function createWorld() {
  let answer: (rooms: Awaited<ReturnType<VoiceServer['rooms']>>) => void = () => undefined;
  const voice = { split: false, rooms: () => new Promise((resolve) => (answer = resolve)) } as unknown as VoiceServer;
  const occupants = createOccupants({
    voice,
    voiceChannelIds: async () => new Set(),
    accounts: { isHardMuted: () => false, isGuest: () => false },
    now: () => 0,
    interval: 1_000_000,
    onChanged: () => undefined,
    onReconciled: () => undefined,
    log: { warn: vi.fn() } as unknown as Parameters<typeof createOccupants>[0]['log'],
  });
  const inside = (): string[] => occupants.of('r').map(({ identity }) => identity);
  return { occupants, inside, list: (rooms: Parameters<typeof answer>[0]) => answer(rooms) };
}

it('is corrected by LiveKit\u2019s list, also where webhooks come while it is asked for, which are newer', async () => {
  const { occupants, inside, list } = createWorld();
  occupants.hear(event('participant_joined', 'ghost'));
  occupants.hear(event('participant_joined', 'leaver'));
  const reconciled = occupants.reconcile();
  occupants.hear(event('participant_joined', 'comer'));
  occupants.hear(event('participant_left', 'leaver'));
  const leaver = { identity: 'leaver', sid: 'PA_1', name: '', joinedAt: 1, sharingScreen: false, camera: false };
  list(new Map([['r', [{ ...leaver, muted: true, grants: null, disguised: false, misplaced: false }]]]));
  await reconciled;
  expect(inside()).toEqual(['comer']);
  occupants.stop();
});
