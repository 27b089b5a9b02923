import { ConnectionError, DisconnectReason, RoomEvent, type Room } from 'livekit-client';
import { describe, expect, it } from 'vitest';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';
import { err } from '@parley/shared/result';
import { createCallSession, type CallSession } from './callSession.ts';
import { createManualClock, type ManualClock } from './testing/manualClock.ts';

// Rooms are doubles here, because the order of answers is what matters; real ones are in the integration tests.

interface RoomDouble {
  readonly tickets: string[];
  readonly succeed: () => void;
  readonly fail: (thrown: unknown) => void;
  readonly emit: (event: RoomEvent, ...values: readonly unknown[]) => void;
  left: boolean;
}

interface World {
  readonly session: CallSession;
  readonly clock: ManualClock;
  readonly rooms: RoomDouble[];
  readonly answers: ((answer: Envelope<JoinTicket>) => void)[];
  /** Rooms that began and did not end. */
  readonly open: Set<Room>;
  epoch: number;
}

const channel = { server: 'team', id: 'c1', name: 'Stand-up' };
const ticket = (token: string, expiresIn?: number): Envelope<JoinTicket> => ({
  ok: true,
  value: {
    url: 'ws://x',
    token,
    room: 'r',
    identity: 'ada',
    ...(expiresIn === undefined ? {} : { expiresIn, expiresAt: 1 }),
  },
});

function createWorld(): World {
  const rooms: RoomDouble[] = [];
  const answers: World['answers'] = [];
  const open = new Set<Room>();
  const clock = createManualClock();
  const createRoom = (): Room => {
    const tickets: string[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const listeners = new Map<RoomEvent, ((...values: readonly unknown[]) => void)[]>();
    const double: RoomDouble = {
      tickets,
      succeed: resolve,
      fail: reject,
      emit: (event, ...values) => listeners.get(event)?.forEach((listener) => listener(...values)),
      left: false,
    };
    rooms.push(double);
    const room = {
      on: (event: RoomEvent, listener: (...values: readonly unknown[]) => void) => {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
        return room;
      },
      localParticipant: { publishData: async () => undefined },
      connect: (_: string, token: string) => {
        tickets.push(token);
        return promise;
      },
      disconnect: async () => {
        double.left = true;
        reject(ConnectionError.cancelled('left'));
      },
    };
    return room as unknown as Room;
  };
  const world: World = {
    clock,
    rooms,
    answers,
    open,
    epoch: 1_000_000,
    session: createCallSession({
      requestTicket: () => new Promise((resolve) => answers.push(resolve)),
      createRoom,
      microphone: {
        start: async () => err({ code: 'unavailable', reason: 'microphoneAbsent', message: 'none' }),
        createSendTrack: () => expect.unreachable(),
        onDeviceOpened: () => () => undefined,
      },
      clock,
      random: () => 0.5,
      epoch: () => world.epoch,
      onRoom: (room) => open.add(room),
      onCurrent: () => undefined,
      onRoomGone: (room) => open.delete(room),
      onChange: () => undefined,
      onMutedByServer: () => undefined,
    }),
  };
  return world;
}

describe('createCallSession', () => {
  it('makes no Room for a ticket that comes after leaving', async () => {
    const { session, answers, rooms, clock } = createWorld();
    session.join(channel);
    await session.leave();
    answers[0]?.(ticket('late'));
    await clock.settle();
    expect(rooms).toHaveLength(0);
    expect(session.getState().phase).toBe('idle');
  });

  it('lets go of a Room that was still connecting', async () => {
    const { session, answers, rooms, clock, open } = createWorld();
    session.join(channel);
    answers[0]?.(ticket('t'));
    await clock.settle();
    expect(session.getState().phase).toBe('connecting');
    await session.leave();
    expect(rooms[0]?.left).toBe(true);
    expect(open.size).toBe(0);
    await clock.advance(60_000);
    expect(session.getState().phase).toBe('idle');
    expect(rooms).toHaveLength(1);
  });

  it('leaves a Room that connected in the very moment of leaving', async () => {
    const { session, answers, rooms, clock } = createWorld();
    session.join(channel);
    answers[0]?.(ticket('t'));
    await clock.settle();
    rooms[0]?.succeed();
    await session.leave();
    await clock.settle();
    expect(rooms[0]?.left).toBe(true);
    expect(session.getState().phase).toBe('idle');
  });

  it('tries again with the same ticket, and so the same identity, when no media connection came about', async () => {
    const { session, answers, rooms, clock, open } = createWorld();
    session.join(channel);
    answers[0]?.(ticket('t', 600));
    await clock.settle();
    rooms[0]?.fail(ConnectionError.internal('could not establish pc connection'));
    await clock.advance(400);
    expect(answers).toHaveLength(1);
    expect(rooms.map(({ tickets }) => tickets)).toEqual([['t'], ['t']]);
    rooms[1]?.succeed();
    await clock.settle();
    expect(session.getState().phase).toBe('connected');
    expect(open.size).toBe(1);
  });

  it('asks for another ticket when the one at hand has run out', async () => {
    const world = createWorld();
    const { session, answers, rooms, clock } = world;
    session.join(channel);
    answers[0]?.(ticket('first', 10));
    await clock.settle();
    world.epoch = 1_006_000;
    rooms[0]?.fail(ConnectionError.internal('could not establish pc connection'));
    await clock.advance(400);
    answers[1]?.(ticket('second'));
    await clock.settle();
    expect(rooms[1]?.tickets).toEqual(['second']);
  });

  it('stops waiting when it is left between two attempts', async () => {
    const { session, answers, rooms, clock } = createWorld();
    session.join(channel);
    answers[0]?.(ticket('t'));
    await clock.settle();
    rooms[0]?.fail(ConnectionError.serverUnreachable('x'));
    await clock.settle();
    await session.leave();
    await clock.advance(60_000);
    expect(rooms).toHaveLength(1);
  });

  it('does not take another device for itself, also right after an attempt that failed', async () => {
    const { session, answers, rooms, clock } = createWorld();
    session.join(channel);
    answers[0]?.(ticket('t', 600));
    await clock.settle();
    rooms[0]?.fail(ConnectionError.internal('could not establish pc connection'));
    await clock.advance(400);
    rooms[1]?.succeed();
    await clock.settle();
    rooms[1]?.emit(RoomEvent.Disconnected, DisconnectReason.DUPLICATE_IDENTITY);
    expect(session.getState()).toEqual({ phase: 'ended', channel, reason: 'joinedElsewhere' });
  });
});
