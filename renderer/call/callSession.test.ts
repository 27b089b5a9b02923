import {
  ConnectionError,
  DisconnectReason,
  RoomEvent,
  Track,
  type Room,
  type RoomConnectOptions,
} from 'livekit-client';
import { describe, expect, it } from 'vitest';
import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope, WayFault } from '@parley/shared/ipc/contract';
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
  showsScreen: boolean;
}

interface World {
  readonly session: CallSession;
  readonly clock: ManualClock;
  readonly rooms: RoomDouble[];
  readonly answers: ((answer: Envelope<JoinTicket>) => void)[];
  /** Of each request for a ticket: whether for the second session. */
  readonly seconds: boolean[];
  readonly remembered: (string | null)[];
  /** About which voice servers, or the channel's server (null), main was asked. */
  readonly suspected: (string | null)[];
  /** What main answers to that. */
  fault: Promise<WayFault | null>;
  /** Rooms that began and did not end. */
  readonly open: Set<Room>;
  epoch: number;
}

const channel = { server: 'team', id: 'c1', name: 'Stand-up' };
const identity = '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f.desk';
const ticket = (token: string, expiresIn?: number, more: Partial<JoinTicket> = {}): Envelope<JoinTicket> => ({
  ok: true,
  value: {
    url: 'ws://x',
    token,
    room: 'r',
    identity: 'ada',
    ...more,
    ...(expiresIn === undefined ? {} : { expiresIn, expiresAt: 1 }),
  },
});

/** As `pathOf` and `iceProbeOf` read it; packets keep coming. */
let packets = 0;
const sdp = 'a=ice-ufrag:u\r\na=ice-pwd:p\r\n';
const peerOnRelay = {
  localDescription: { sdp },
  remoteDescription: { sdp },
  getSenders: () => [],
  getReceivers: () => [],
  getStats: async () =>
    new Map<string, object>([
      ['T', { type: 'transport', selectedCandidatePairId: 'P', packetsReceived: (packets += 1) }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L' }],
      ['L', { type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' }],
    ]),
} as unknown as RTCPeerConnection;

/** The call is on, over a relay. */
async function onRelay({ session, answers, rooms, clock }: World, secondSession: boolean): Promise<void> {
  session.join(channel);
  answers[0]?.(ticket('first', 600, { identity, secondSession }));
  await clock.settle();
  rooms[0]?.succeed();
  await clock.settle();
}

const expired: WayFault = {
  cause: 'certificateExpired',
  detail: 'voice.example.org: CERT_HAS_EXPIRED',
  endpoints: [],
};

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
      showsScreen: false,
    };
    rooms.push(double);
    const room = {
      on: (event: RoomEvent, listener: (...values: readonly unknown[]) => void) => {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
        return room;
      },
      off: () => room,
      localParticipant: {
        identity,
        publishData: async () => undefined,
        on: () => undefined,
        getTrackPublication: () => (double.showsScreen ? {} : undefined),
      },
      remoteParticipants: new Map(),
      connect: (_: string, token: string, { rtcConfig }: RoomConnectOptions = {}) => {
        tickets.push(token);
        rtcConfig?.parleyAttempt?.opened(peerOnRelay);
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
    seconds: [],
    remembered: [],
    suspected: [],
    fault: Promise.resolve(null),
    open,
    epoch: 1_000_000,
    session: createCallSession({
      requestTicket(_, second) {
        world.seconds.push(second);
        return new Promise((resolve) => answers.push(resolve));
      },
      createRoom,
      microphone: {
        start: async () => err({ code: 'unavailable', reason: 'microphoneAbsent', message: 'none' }),
        createSendTrack: () => expect.unreachable(),
        holdSendTrack: () => undefined,
        guardSender: () => undefined,
        onDeviceOpened: () => () => undefined,
      },
      clock,
      random: () => 0.5,
      packetTime: () => null,
      epoch: () => world.epoch,
      findFault(_, voice) {
        world.suspected.push(voice);
        return world.fault;
      },
      probe: async () => ({ udp: true, tcp: true }),
      isQuiet: () => true,
      onRoom: (room) => open.add(room),
      onCurrent: () => undefined,
      onRoomGone: (room) => open.delete(room),
      onChange: () => undefined,
      onMutedByServer: () => undefined,
      remember: (_, ways) => void world.remembered.push(ways),
    }),
  };
  return world;
}

describe('a join', () => {
  const errorOf = ({ session }: World) => {
    const state = session.getState();
    return state.phase === 'failed' ? state.error : state.phase;
  };
  /** From the click to the verdict, in steps of a quarter of a second, ms. */
  const untilOver = async ({ session, clock }: World): Promise<number> => {
    const began = clock.now();
    while (['authorising', 'connecting'].includes(session.getState().phase) && clock.now() - began < 60_000)
      await clock.advance(250);
    return clock.now() - began;
  };

  it('whose ticket never comes is over within ten seconds, with what stands in the way to the server', async () => {
    for (const fault of [null, { ...expired, cause: 'portSilent' as const }]) {
      const world = createWorld();
      world.fault = Promise.resolve(fault);
      world.session.join(channel);
      expect(await untilOver(world)).toBeLessThan(10_000);
      expect(errorOf(world)).toMatchObject({ reason: fault?.cause ?? 'serverUnreachable' });
      expect(world.suspected).toEqual([null]);
      world.answers[0]?.(ticket('late'));
      await world.clock.settle();
      expect(world.rooms).toHaveLength(0);
    }
  });

  it('whose ticket took most of the time has what is left of it, whatever the attempts would take', async () => {
    const world = createWorld();
    world.session.join(channel);
    await world.clock.advance(9_000);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    expect(await untilOver(world)).toBeLessThan(1_000);
    expect(errorOf(world)).toMatchObject({ reason: 'voiceServerDown' });
    expect([world.rooms[0]?.left, world.open.size]).toEqual([true, 0]);
  });

  it('that is refused a ticket because the server was not reached says what stands in the way', async () => {
    const world = createWorld();
    world.fault = Promise.resolve({ ...expired, cause: 'portClosed' });
    world.session.join(channel);
    world.answers[0]?.(err({ code: 'unavailable', reason: 'serverUnreachable', message: 'No.' }));
    await world.clock.settle();
    expect(errorOf(world)).toEqual({
      code: 'unavailable',
      reason: 'portClosed',
      message: `No. ${expired.detail}`,
    });
  });

  it('that is refused a ticket by the server itself says that, and asks nobody', async () => {
    const world = createWorld();
    world.session.join(channel);
    world.answers[0]?.(err({ code: 'unavailable', reason: 'voiceServerDown', message: 'LiveKit is away.' }));
    await world.clock.settle();
    expect(errorOf(world)).toMatchObject({ reason: 'voiceServerDown' });
    expect(world.suspected).toEqual([]);
  });

  it('names what stands in the way to the voice server, asked once while it goes on trying', async () => {
    const world = createWorld();
    world.fault = Promise.resolve(expired);
    world.session.join(channel);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    for (const attempt of [0, 1, 2]) {
      world.rooms[attempt]?.fail(ConnectionError.serverUnreachable('x'));
      await world.clock.advance(600);
    }
    expect(world.rooms).toHaveLength(3);
    expect(errorOf(world)).toMatchObject({ reason: 'certificateExpired', voiceServer: 'x' });
    expect(world.suspected).toEqual(['ws://x']);
  });

  it('waits no longer than ten seconds for the cause, and then says what is known', async () => {
    const world = createWorld();
    world.fault = new Promise(() => undefined);
    world.session.join(channel);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    expect(await untilOver(world)).toBeLessThan(10_000);
    expect(errorOf(world)).toMatchObject({ reason: 'voiceServerDown', message: 'LiveKit did not answer in time.' });
  });

  it('whose time is up while only the media is missing says that it is the media', async () => {
    const world = createWorld();
    world.session.join(channel);
    await world.clock.advance(8_000);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    world.rooms[0]?.emit(RoomEvent.SignalConnected);
    expect(await untilOver(world)).toBeLessThan(2_000);
    expect(errorOf(world)).toMatchObject({ reason: 'mediaBlocked' });
  });

  it('that came about, or was left, is not ended by its time', async () => {
    const world = createWorld();
    world.session.join(channel);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    world.rooms[0]?.succeed();
    await world.clock.advance(20_000);
    expect(world.session.getState().phase).toBe('connected');
    const left = createWorld();
    left.session.join(channel);
    await left.session.leave();
    await left.clock.advance(20_000);
    expect(left.session.getState().phase).toBe('idle');
    expect(left.suspected).toEqual([]);
  });
});

describe('createCallSession', () => {
  it('says after ten seconds what keeps the signalling away that LiveKit takes up, and no longer when it is back', async () => {
    const world = createWorld();
    world.fault = Promise.resolve(expired);
    world.session.join(channel);
    world.answers[0]?.(ticket('t', 600));
    await world.clock.settle();
    world.rooms[0]?.succeed();
    await world.clock.settle();
    world.rooms[0]?.emit(RoomEvent.SignalReconnecting);
    expect(world.session.view()).toMatchObject({ phase: 'reconnecting', trouble: null });
    await world.clock.advance(10_000);
    expect(world.session.view()).toMatchObject({ trouble: { reason: 'certificateExpired', voiceServer: 'x' } });
    expect(world.suspected).toEqual(['ws://x']);
    world.rooms[0]?.emit(RoomEvent.Reconnected);
    expect(world.session.view().phase).toBe('connected');
  });

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

  it('leaves the call as it is when there is no ticket for a second session, and asks for none where it may not', async () => {
    for (const secondSession of [true, false]) {
      const world = createWorld();
      await onRelay(world, secondSession);
      await world.clock.advance(7_000);
      expect(world.seconds).toEqual(secondSession ? [false, true] : [false]);
      expect(world.rooms).toHaveLength(secondSession ? 1 : 2);
      if (secondSession) world.answers[1]?.(err({ code: 'unavailable', message: 'away' }));
      else world.rooms[1]?.fail(ConnectionError.internal('could not establish pc connection'));
      await world.clock.settle();
      expect(world.session.getState()).toMatchObject({ phase: 'connected', by: 'joined' });
      expect(world.open.size).toBe(1);
    }
  });

  it('goes on with the second session, whose ticket it keeps, and lets go of the first', async () => {
    const world = createWorld();
    await onRelay(world, true);
    await world.clock.advance(7_000);
    world.answers[1]?.(ticket('second', 600, { identity: `${identity}~2`, secondSession: true }));
    await world.clock.settle();
    world.rooms[1]?.succeed();
    await world.clock.advance(1_500);
    expect(world.session.getState()).toMatchObject({ phase: 'connected', by: 'climbed' });
    await world.clock.advance(1_000);
    expect([world.rooms[0]?.left, world.open.size]).toEqual([true, 1]);
    world.rooms[1]?.emit(RoomEvent.Reconnecting);
    await world.clock.settle();
    expect(world.seconds).toEqual([false, true, true]);
  });

  it('lets go of the first session, which shows a screen, when others have the screen of the second', async () => {
    const world = createWorld();
    await onRelay(world, true);
    const [first] = world.rooms;
    if (first !== undefined) first.showsScreen = true;
    await world.clock.advance(7_000);
    world.answers[1]?.(ticket('second', 600, { identity: `${identity}~2`, secondSession: true }));
    await world.clock.settle();
    world.rooms[1]?.succeed();
    await world.clock.advance(3_000);
    world.rooms[1]?.emit(RoomEvent.LocalTrackSubscribed, { source: Track.Source.Microphone });
    await world.clock.advance(1_000);
    expect(first?.left).toBe(false);
    world.rooms[1]?.emit(RoomEvent.LocalTrackSubscribed, { source: Track.Source.ScreenShare });
    await world.clock.advance(500);
    expect(first?.left).toBe(true);
  });

  it('repairs a call whose only identity was taken by a climb that failed', async () => {
    const world = createWorld();
    await onRelay(world, false);
    await world.clock.advance(7_000);
    world.rooms[0]?.emit(RoomEvent.Disconnected, DisconnectReason.DUPLICATE_IDENTITY);
    expect(world.session.getState().phase).toBe('connected');
    world.rooms[1]?.fail(ConnectionError.internal('could not establish pc connection'));
    await world.clock.settle();
    expect(world.session.getState()).toMatchObject({ phase: 'reconnecting', standing: false });
    world.rooms[2]?.succeed();
    await world.clock.settle();
    expect(world.session.getState()).toMatchObject({ phase: 'connected', by: 'connectionLost' });
  });

  it('makes nothing of a ticket for a climb that comes when something is more urgent', async () => {
    const world = createWorld();
    await onRelay(world, true);
    await world.clock.advance(7_000);
    world.rooms[0]?.emit(RoomEvent.SignalReconnecting);
    world.answers[1]?.(ticket('second', 600, { identity: `${identity}~2`, secondSession: true }));
    await world.clock.settle();
    expect(world.rooms).toHaveLength(1);
  });

  it('ends a climb with the call, and for whatever is more urgent', async () => {
    const leave = async ({ session }: World): Promise<void> => session.leave();
    const lose = async ({ rooms }: World): Promise<void> => rooms[0]?.emit(RoomEvent.SignalReconnecting);
    for (const end of [leave, lose]) {
      const world = createWorld();
      await onRelay(world, true);
      await world.clock.advance(7_000);
      world.answers[1]?.(ticket('second', 600, { identity: `${identity}~2`, secondSession: true }));
      await world.clock.settle();
      await end(world);
      world.rooms[1]?.succeed();
      await world.clock.advance(2_000);
      expect(world.rooms[1]?.left).toBe(true);
      expect(world.open.size).toBe(end === leave ? 0 : 1);
    }
  });
});
