import type { WebhookEvent } from 'livekit-server-sdk';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VoiceServer } from '../voice/voiceServer.ts';
import { createOccupants, ghostLife } from './occupants.ts';

const event = (name: string, identity: string, sid = 'PA_1'): WebhookEvent =>
  ({
    event: name,
    room: { name: 'r' },
    participant: { identity, sid, name: identity, joinedAt: 7n, joinedAtMs: 7123n, tracks: [], attributes: {} },
  }) as unknown as WebhookEvent;

/** A LiveKit whose list comes when the test says so: a busy one answers no question before it tells something else. */
function createWorld() {
  type Rooms = Awaited<ReturnType<VoiceServer['rooms']>>;
  let asked = Promise.withResolvers<Rooms>();
  const rooms = (): Promise<Rooms> => (asked = Promise.withResolvers<Rooms>()).promise;
  const voice = { split: false, rooms } as unknown as VoiceServer;
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
  const compare = async (outcome: Rooms | 'away'): Promise<void> => {
    const compared = occupants.reconcile();
    if (outcome === 'away') asked.reject(new Error('away'));
    else asked.resolve(outcome);
    await compared;
  };
  return { occupants, inside, compare, list: (known: Rooms) => asked.resolve(known) };
}

const unknown = { grants: null, maySpeak: null, deafened: false, disguised: false, misplaced: false };

it('is corrected by LiveKit\u2019s list, also where webhooks come while it is asked for, which are newer', async () => {
  const { occupants, inside, list } = createWorld();
  occupants.hear(event('participant_joined', 'ghost'));
  occupants.hear(event('participant_joined', 'leaver'));
  const reconciled = occupants.reconcile();
  occupants.hear(event('participant_joined', 'comer'));
  occupants.hear(event('participant_left', 'leaver'));
  const leaver = { identity: 'leaver', sid: 'PA_1', name: '', joinedAt: 1, sharingScreen: false, camera: false };
  list(new Map([['r', [{ ...leaver, muted: true, ...unknown }]]]));
  await reconciled;
  expect(inside()).toEqual(['comer']);
  occupants.stop();
});

it('keeps what a program told while LiveKit was asked: the answer is older', async () => {
  const { occupants, list } = createWorld();
  occupants.hear(event('participant_joined', 'ada'));
  const reconciled = occupants.reconcile();
  occupants.deafened('r', 'ada', true);
  const ada = { identity: 'ada', sid: 'PA_1', name: '', joinedAt: 1, sharingScreen: false, camera: false };
  list(new Map([['r', [{ ...ada, muted: true, ...unknown }]]]));
  await reconciled;
  expect(occupants.of('r')[0]?.deafened).toBe(true);
  occupants.stop();
});

describe('while LiveKit does not answer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const nobody = new Map();

  async function away() {
    const world = createWorld();
    await world.compare(nobody);
    world.occupants.hear(event('participant_joined', 'ada'));
    return world;
  }

  it('shows who was there until the last answer is ten seconds old, then nobody', async () => {
    const { occupants, inside, compare } = await away();
    vi.advanceTimersByTime(3_000);
    await compare('away');
    vi.advanceTimersByTime(ghostLife - 3_001);
    expect(inside()).toEqual(['ada']);
    vi.advanceTimersByTime(1);
    expect(inside()).toEqual([]);
    occupants.stop();
  });

  it('shows nobody at once where the answer was that old already; what LiveKit tells then counts', async () => {
    const { occupants, inside, compare } = await away();
    vi.advanceTimersByTime(ghostLife);
    expect(inside()).toEqual(['ada']);
    await compare('away');
    expect(inside()).toEqual([]);
    occupants.hear(event('participant_joined', 'bo'));
    expect(inside()).toEqual(['bo']);
    occupants.stop();
  });

  it('keeps everybody where it answers before', async () => {
    const { occupants, inside, compare } = await away();
    vi.advanceTimersByTime(5_000);
    await compare('away');
    const ada = { identity: 'ada', sid: 'PA_1', name: '', joinedAt: 1, sharingScreen: false, camera: false };
    await compare(new Map([['r', [{ ...ada, muted: true, ...unknown }]]]));
    vi.advanceTimersByTime(3 * ghostLife);
    expect(inside()).toEqual(['ada']);
    occupants.stop();
  });
});
