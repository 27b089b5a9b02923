import { secondSessionOf } from '@parley/shared/backends/deviceIdentity';
import type { WebhookEvent } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import {
  applyWebhook,
  decideOrphanedRooms,
  probeRoom,
  accountOf,
  identityOf,
  occupancyOf,
  occupantsIn,
  withDeafened,
  withGrants,
  type Occupancy,
} from './occupancy.ts';
import { grantsOf, grantsText } from '../voice/grants.ts';
import type { Participant } from '../voice/voiceServer.ts';

const account = '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f';
const ada = identityOf(account, 'desk');
const nobody: Occupancy = new Map();

/** Only the fields that the rule reads; LiveKit's own events are exercised against the real server. */
const event = (name: string, identity?: string, track?: object, sid = 'PA_1'): WebhookEvent =>
  ({
    event: name,
    room: { name: 'r' },
    ...(identity === undefined
      ? {}
      : { participant: { identity, sid, name: 'Ada', joinedAt: 7n, joinedAtMs: 7123n, tracks: [], attributes: {} } }),
    ...(track === undefined ? {} : { track }),
  }) as unknown as WebhookEvent;
const [audio, video] = [0, 1];
const screen = { source: 3, type: video, muted: false };
const camera = { source: 1, type: video, muted: false };
const microphone = { source: 2, type: audio, muted: false };
const told = (occupancy: Occupancy) => occupantsIn(occupancy, 'r', { isHardMuted: () => false, isGuest: () => false });
const person = (identity: string): Participant => ({
  identity,
  sid: 'PA_1',
  name: '',
  joinedAt: 1,
  sharingScreen: false,
  camera: false,
  muted: true,
  grants: null,
  maySpeak: null,
  deafened: false,
  disguised: false,
  misplaced: false,
});

describe('applyWebhook', () => {
  const joined = applyWebhook(nobody, event('participant_joined', ada));

  it('takes a join, once, however often it is told', () => {
    expect(told(joined)).toEqual([
      {
        identity: ada,
        accountId: account,
        name: 'Ada',
        joinedAt: 7123,
        sharingScreen: false,
        camera: false,
        muted: true,
        hardMuted: false,
        deafened: false,
      },
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

  it('marks who shares a screen, shows a camera and has the microphone open', () => {
    const tracks: [object, string, boolean, boolean][] = [
      [screen, 'sharingScreen', true, false],
      [camera, 'camera', true, false],
      [microphone, 'muted', false, true],
      [{ ...microphone, muted: true }, 'muted', true, true],
    ];
    for (const [track, flag, there, gone] of tracks) {
      const published = applyWebhook(joined, event('track_published', ada, track));
      expect(told(published)[0]).toHaveProperty(flag, there);
      expect(told(applyWebhook(published, event('track_unpublished', ada, track)))[0]).toHaveProperty(flag, gone);
    }
  });

  it('marks sound that says it comes from a camera, and pictures from a microphone', () => {
    for (const lie of [
      { ...camera, type: audio },
      { ...screen, type: audio },
      { ...microphone, type: video },
    ]) {
      expect(applyWebhook(joined, event('track_published', ada, lie)).get('r')?.[0]?.disguised).toBe(true);
    }
    for (const track of [camera, screen, microphone, { source: 4, type: audio }]) {
      expect(applyWebhook(joined, event('track_published', ada, track)).get('r')?.[0]?.disguised).toBe(false);
    }
  });

  it('shows a bot under its own name, as nobody\u2019s account, and never hard muted', () => {
    const people = occupancyOf(new Map([['r', [person('bot.1')]]]));
    expect(occupantsIn(people, 'r', { isHardMuted: () => true, isGuest: () => false })).toMatchObject([
      { identity: 'bot.1', accountId: '', name: 'bot.1', joinedAt: 1, hardMuted: false },
    ]);
  });
});

it.each([
  [ada, account],
  [account, account],
  [`${account}.artist-space:meet`, account],
  [`${account}x`, ''],
  [`x${account}`, ''],
  [`x.${account}`, ''],
  ['', ''],
])('the account of the identity %j is %j', (identity, owner) => expect(accountOf(identity)).toBe(owner));

it('a person whose call moves from one session to the other stays one, whichever comes and goes first', () => {
  const second = secondSessionOf(ada);
  expect(accountOf(second)).toBe(account);
  const before = applyWebhook(
    applyWebhook(nobody, event('participant_joined', ada)),
    event('track_published', ada, microphone),
  );
  const shown = told(before);
  const both = applyWebhook(before, event('participant_joined', second, undefined, 'PA_2'));
  expect(both.get('r')).toHaveLength(2);
  expect(told(both)).toEqual(shown);
  const speaking = applyWebhook(both, event('track_published', second, microphone, 'PA_2'));
  expect(told(applyWebhook(speaking, event('participant_left', ada)))).toEqual(shown);
  expect(told(applyWebhook(both, event('participant_left', second, undefined, 'PA_2')))).toEqual(shown);
});

it('a guest is marked', () => {
  const people = occupancyOf(new Map([['r', [person(ada), person('bot.1')]]]));
  const guests = occupantsIn(people, 'r', { isHardMuted: () => false, isGuest: (id) => id === account });
  expect(guests.map(({ guest }) => guest)).toEqual([true, undefined]);
});

it('withGrants remembers what LiveKit took for one connection, and nothing for one that is gone', () => {
  const people = occupancyOf(new Map([['r', [person('a')]]]));
  const grants = grantsOf(new Set(['JOIN', 'SPEAK']));
  expect(withGrants(people, 'r', 'PA_1', grants).get('r')?.[0]).toMatchObject({
    grants: grantsText(grants),
    maySpeak: true,
  });
  expect(withGrants(people, 'r', 'PA_1', grantsOf(new Set(['JOIN', 'CAMERA']))).get('r')?.[0]?.maySpeak).toBe(false);
  expect(withGrants(people, 'r', 'PA_2', grants).get('r')?.[0]?.grants).toBeNull();
  expect(withGrants(people, 'other', 'PA_1', grants)).toEqual(people);
});

describe('who hears nobody, and who may speak', () => {
  const second = secondSessionOf(ada);
  const both = occupancyOf(new Map([['r', [person(ada), person(second), person('bot')]]]));
  const deafened = withDeafened(both, 'r', ada, true);

  it('is known of a device in each of its sessions, until it is taken back', () => {
    expect(deafened.get('r')?.map((one) => one.deafened)).toEqual([true, true, false]);
    expect(told(deafened).map((one) => one.deafened)).toEqual([true, false]);
    expect(withDeafened(deafened, 'r', ada, false)).toEqual(both);
    expect(withDeafened(both, 'other', ada, true)).toEqual(both);
  });

  it('stays while a call moves to a session that was not told yet', () => {
    const moving = occupancyOf(new Map([['r', [{ ...person(ada), deafened: true }, person(second)]]]));
    expect(told(moving)[0]?.deafened).toBe(true);
  });

  it('is not taken back by a webhook of the join that comes late, but by a join that is another', () => {
    const known = withDeafened(applyWebhook(nobody, event('participant_joined', ada)), 'r', ada, true);
    expect(told(applyWebhook(known, event('participant_joined', ada)))[0]?.deafened).toBe(true);
    const again = applyWebhook(known, event('participant_joined', ada, undefined, 'PA_2'));
    expect(told(again)[0]?.deafened).toBe(false);
  });

  it('is told as LiveKit has it, and where that is not known, nothing is', () => {
    const listener = { ...person(ada), maySpeak: false };
    const people = occupancyOf(new Map([['r', [listener, { ...person(second), maySpeak: null }, person('bot')]]]));
    expect(told(people).map(({ maySpeak }) => maySpeak)).toEqual([false, undefined]);
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
    ['a check that is over', probeRoom(1000, gone), [probeRoom(1000, gone)]],
    ['a check that goes on', probeRoom(1001, gone), []],
    ['a name that only begins like a check', `${probeRoom(1000, gone)}.x`, []],
  ])('%s', (_, room, orphans) => expect(decideOrphanedRooms([room], known, 1000)).toEqual(orphans));
});
