import type { WebhookEvent } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import {
  applyWebhook,
  changedRooms,
  decideOrphanedRooms,
  identityOf,
  occupancyOf,
  occupantsIn,
  type Occupancy,
} from './occupancy.ts';

const account = '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f';
const ada = identityOf(account, 'desk');
const nobody: Occupancy = new Map();

/** Only the fields that the rule reads; LiveKit's own events are exercised against the real server. */
const event = (name: string, identity?: string, source?: number, sid = 'PA_1'): WebhookEvent =>
  ({
    event: name,
    room: { name: 'r' },
    ...(identity === undefined ? {} : { participant: { identity, sid, name: 'Ada', joinedAt: 7n, joinedAtMs: 7123n } }),
    ...(source === undefined ? {} : { track: { source } }),
  }) as unknown as WebhookEvent;
const screen = 3;
const microphone = 2;

describe('applyWebhook', () => {
  const joined = applyWebhook(nobody, event('participant_joined', ada));

  it('takes a join, once, however often it is told', () => {
    expect(occupantsIn(joined, 'r')).toEqual([
      { identity: ada, accountId: account, name: 'Ada', joinedAt: 7123, sharingScreen: false },
    ]);
    expect(applyWebhook(joined, event('participant_joined', ada)).get('r')).toHaveLength(1);
  });

  it('takes a leave, an aborted connection and the end of the room', () => {
    for (const end of ['participant_left', 'participant_connection_aborted', 'room_finished']) {
      expect(applyWebhook(joined, event(end, ada)).size).toBe(0);
    }
  });

  it('changes nothing for somebody unknown', () => {
    expect(applyWebhook(joined, event('participant_left', 'other'))).toBe(joined);
    expect(applyWebhook(joined, event('track_published', 'other', screen))).toBe(joined);
    expect(applyWebhook(joined, event('egress_started'))).toBe(joined);
  });

  it('keeps who came back when the end of the old connection is told late', () => {
    const back = applyWebhook(joined, event('participant_joined', ada, undefined, 'PA_2'));
    for (const end of ['participant_left', 'participant_connection_aborted']) {
      expect(applyWebhook(back, event(end, ada, undefined, 'PA_1'))).toBe(back);
      expect(applyWebhook(back, event(end, ada, undefined, 'PA_2')).size).toBe(0);
    }
    const sharing = applyWebhook(back, event('track_published', ada, screen, 'PA_2'));
    expect(applyWebhook(sharing, event('track_unpublished', ada, screen, 'PA_1'))).toBe(sharing);
  });

  it('marks who shares a screen, and not who publishes a microphone', () => {
    const sharing = applyWebhook(joined, event('track_published', ada, screen));
    expect(sharing.get('r')?.[0]?.sharingScreen).toBe(true);
    expect(applyWebhook(sharing, event('track_unpublished', ada, screen)).get('r')?.[0]?.sharingScreen).toBe(false);
    expect(applyWebhook(joined, event('track_published', ada, microphone))).toBe(joined);
  });

  it('shows a bot under its own name, as nobody\u2019s account', () => {
    const people = occupancyOf(
      new Map([['r', [{ identity: 'bot.1', sid: 'PA_1', name: '', joinedAt: 1, sharingScreen: false }]]]),
    );
    expect(occupantsIn(people, 'r')).toEqual([
      { identity: 'bot.1', accountId: '', name: 'bot.1', joinedAt: 1, sharingScreen: false },
    ]);
  });
});

describe('changedRooms', () => {
  it('names the rooms that differ, whatever the order of people', () => {
    const person = (identity: string) => ({ identity, sid: '', name: '', joinedAt: 0, sharingScreen: false });
    const before = new Map([
      ['a', [person('1'), person('2')]],
      ['b', [person('1')]],
    ]);
    const after = new Map([
      ['a', [person('2'), person('1')]],
      ['c', [person('1')]],
    ]);
    expect(changedRooms(before, after)).toEqual(['b', 'c']);
  });
});

describe('decideOrphanedRooms', () => {
  const gone = '5d0f7c6e-18a4-4f0b-9f55-3f4d2b1a0c9e';
  const known = new Set([account]);

  it.each([
    ['a channel that is there', account, []],
    ['a channel that is gone', gone, [gone]],
    ['somebody else\u2019s room', 'standup', []],
    ['a name that only begins like a channel', `${gone}.x`, []],
    ['a name that only ends like a channel', `x${gone}`, []],
    ['no name', '', []],
  ])('%s', (_, room, orphans) => expect(decideOrphanedRooms([room], known)).toEqual(orphans));
});
