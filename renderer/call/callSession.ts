import type { Room } from 'livekit-client';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { isSecondSession } from '@parley/shared/backends/deviceIdentity';
import type { WayFault } from '@parley/shared/ipc/contract';
import { err } from '@parley/shared/result';
import {
  idleCall,
  isJoining,
  nextCall,
  repairOf,
  viewOfCall,
  type CallEffect,
  type CallEvent,
  type CallMachine,
} from './callState.ts';
import type { CallSessionPorts } from './callSessionPorts.ts';
import type { CallChannel, CallState, ModeratedEnd } from './callView.ts';
import type { StartedBy } from './microphone/microphone.ts';
import { joinDelay, rejoinDelay } from './connection/backOff.ts';
import { anew, noMedia, orRetry, type ConnectAdvice } from './connection/connectFailure.ts';
import { createFarewells } from './connection/farewell.ts';
import { handOver } from './connection/handOver.ts';
import { createRoomLink, type RoomLink, type RoomLinkPorts } from './connection/roomLink.ts';
import { createJoinTrouble } from './connection/joinTrouble.ts';
import { createRepairTrouble } from './connection/repairTrouble.ts';
import { createTickets } from './connection/tickets.ts';
import { forget } from './log.ts';
import { type AttemptPlan, climbPlan, rejoinSignalTimeout } from './transport/attempt.ts';
import { createClimber, type Climber } from './transport/climber.ts';
import type { ClimbWay } from './transport/climbRule.ts';
import { createJoinLadder } from './transport/joinLadder.ts';
import type { StatsReport } from './transport/pathOf.ts';

/** One call: the machine of `callState.ts` with its effects, at most two Rooms, and our microphone in them. */
export interface CallSession {
  getState(): CallMachine;
  /** What the screen sees of it. */
  view(): CallState;
  /**
   * Asks for the ticket and opens the microphone at once; both go on while the room connects.
   *
   * @param by `call`: nobody clicked, a moderator moved the person
   */
  join(channel: CallChannel, by?: StartedBy): void;
  /** Resolves when the server knows. The state is idle at once. */
  leave(): Promise<void>;
  dismiss(): void;
  /** The channel was deleted: the call is over, whatever LiveKit says. */
  channelGone(): void;
  /** A moderator ended the call, or said so after LiveKit did. */
  endModerated(end: ModeratedEnd): void;
  /** False while the server lets this account only listen. True where there is no Room. */
  maySpeak(): boolean;
  /** Shown to others; kept over Rooms. */
  setMuted(muted: boolean): void;
  /** Whether the microphone belongs to this call; at most one has it (DESIGN.md §3). Others see a listener without it. */
  setHolding(holds: boolean): void;
  /** Opens the microphone (again) and publishes it when that works. */
  openMicrophone(by: StartedBy): void;
  /** The Room in which the call takes place, or will. */
  room(): Room | null;
  readStats(): Promise<StatsReport | undefined>;
  /** The system has a network again, or another one: what waits for one waits no longer. */
  networkChanged(): void;
  /** For a moment there may be no Room, while the call moves to a better path. */
  isMoving(): boolean;
}

/** Our own second Room puts the first one out; LiveKit tells that like a join from elsewhere, up to this much later, ms. */
const ownEviction = 10_000;
export function createCallSession(ports: CallSessionPorts): CallSession {
  const { clock, microphone } = ports;
  let state: CallMachine = idleCall;
  let ticket: JoinTicket | null = null;
  const tickets = createTickets({
    clock,
    epoch: ports.epoch,
    async request() {
      if ('channel' in state) return ports.requestTicket(state.channel, isSecondSession(ticket?.identity ?? ''));
      return err({ code: 'cancelled', message: 'The call is over.' });
    },
  });
  /** The Room in which we are, and the one that is to take over. */
  let current: RoomLink | null = null;
  let next: RoomLink | null = null;
  /** To a better path: `beside` the Room that stands, which it does not disturb, or `instead` of it, with the same identity. */
  let moving: 'no' | 'beside' | 'instead' = 'no';
  let steps = new AbortController();
  const ladder = createJoinLadder({
    onWays: ports.onChange,
    remember: (ways) => 'channel' in state && ports.remember(state.channel, ways),
  });
  /** How long the server took when the call last got through, ms. */
  let answeredIn: number | null = null;
  let abandonedAt = -ownEviction;
  let muted = false;
  let holding = true;
  let closing: Promise<unknown> = Promise.resolve();
  let stopHearingDevices: () => void = () => undefined;

  const dispatch = (event: CallEvent): void => {
    const before = state;
    const { state: after, effects } = nextCall(state, event);
    state = after;
    if (event.kind === 'join' || after.phase === 'connected') ladder.begin();
    // Whatever it is, it comes before a better path.
    if (before.phase === 'connected' && after.phase !== 'connected') {
      climber.stop();
      abandon();
    }
    for (const effect of effects) run(effect);
    if (!isJoining(after)) trouble.end();
    if (after.phase === 'connected' && before.phase !== 'connected') climber.start();
    if (after.phase === 'connected') tickets.keep();
    else if (after.phase !== 'reconnecting') tickets.stop();
    repair.follow(repairOf(after, ticket?.url ?? null));
    if (after !== before) ports.onChange();
  };

  const run = (effect: CallEffect): void => {
    const { signal } = steps;
    switch (effect.kind) {
      case 'authorise':
        return forget('asking for a ticket', authorise(effect.fresh, signal));
      case 'connect':
        return forget('connecting', connect(signal));
      case 'pause': {
        const delay = (effect.rejoin ? rejoinDelay : joinDelay)(effect.attempt, ports.random());
        const cancel = clock.after(delay, () => dispatch({ kind: 'pauseOver' }));
        return signal.addEventListener('abort', cancel, { once: true });
      }
      case 'abandon':
        return abandon();
      case 'close':
        return close();
    }
  };

  const authorise = async (fresh: boolean, signal: AbortSignal): Promise<void> => {
    if (!('channel' in state)) return;
    const answer = await tickets.get(fresh);
    if (signal.aborted) return;
    if (!answer.ok) {
      const error = isJoining(state) ? await trouble.explainTicket(answer.error) : answer.error;
      return signal.aborted ? undefined : dispatch({ kind: 'ticketRefused', error });
    }
    ticket = answer.value;
    trouble.granted(ticket.url);
    dispatch({ kind: 'ticketGranted' });
  };

  const connect = async (signal: AbortSignal): Promise<void> => {
    if (ticket === null || !('attempt' in state)) return;
    const given = ticket;
    const plan = ladder.plan(given, state.attempt);
    const usual = plan.signalTimeout;
    const signalTimeout =
      state.phase === 'reconnecting' ? rejoinSignalTimeout(usual, answeredIn, state.attempt) : usual;
    const link = createLink(given, { ...plan, signalTimeout }, ladder.see);
    next = link;
    ports.onRoom(link.room, false);
    // Beside connecting: LiveKit's client holds the publication back until the signalling is there.
    forget('publishing the microphone', publish(link));
    const advice = await link.connect(signal);
    if (signal.aborted) return;
    if (advice !== null) {
      const seen = ladder.explain(orRetry(advice), given);
      const told = isJoining(state) ? await trouble.explainAttempt(seen, state.attempt) : seen;
      return signal.aborted ? undefined : dispatch({ kind: 'linkFailed', advice: told });
    }
    ladder.connected(given);
    const old = takeOver(link);
    if (old !== null) end(old);
    dispatch({ kind: 'linkConnected', at: ports.epoch() });
  };

  const createLink = (given: JoinTicket, plan: AttemptPlan, see: RoomLinkPorts['see']): RoomLink => {
    const link: RoomLink = createRoomLink({
      createRoom: ports.createRoom,
      ticket: given,
      plan,
      clock,
      random: ports.random,
      packetTime: ports.packetTime,
      guardSender: microphone.guardSender,
      see,
      listener: {
        onInterrupted: () => link === current && dispatch({ kind: 'linkInterrupted' }),
        onResumed: () => link === current && dispatch({ kind: 'linkResumed' }),
        onMedia: (flows) => link === current && followMedia(flows),
        onEnded: (advice) => link === current && linkEnded(link, advice),
        // A token is for one identity.
        onToken: (token) => links().includes(link) && given.identity === ticket?.identity && tickets.refreshed(token),
        onMutedByServer: () => link === current && ports.onMutedByServer(),
        onMaySpeak: (maySpeak) => {
          if (!links().includes(link)) return;
          // The gate before the track: what is published is shut until the gate says otherwise.
          ports.onChange();
          if (maySpeak) forget('publishing the microphone again', publish(link));
        },
      },
    });
    return link;
  };

  const climber: Climber = createClimber({
    clock,
    random: ports.random,
    mode: () => ticket?.transport ?? 'automatic',
    readPath: async () => (await current?.readPath()) ?? null,
    async probe() {
      const probe = current?.iceProbe() ?? null;
      if (probe === null) return { udp: false, tcp: false };
      const { udp, tcp } = await ports.probe(probe);
      return { udp: udp && ladder.trustsUdp(ticket?.secondSession === true), tcp };
    },
    mayInterrupt: () => ticket?.secondSession === true || ports.isQuiet(),
    haste: ports.haste,
    climb: (way) => forget('moving to a better path', climb(way)),
  });

  /** Make before break: nothing of the call changes until the other Room is there. */
  const climb = async (way: ClimbWay): Promise<void> => {
    if (state.phase !== 'connected' || ticket === null || current === null || next !== null) return;
    const { signal } = steps;
    const from = current;
    const beside = ticket.secondSession === true;
    const answer = beside
      ? await ports.requestTicket(state.channel, !isSecondSession(ticket.identity))
      : await tickets.get(false);
    if (signal.aborted) return;
    if (!answer.ok) return climber.climbed(false);
    const given = answer.value;
    const to = createLink(given, climbPlan(way), () => undefined);
    next = to;
    // With the same identity the server puts the first one out as soon as the second has joined: no time is to be lost.
    moving = beside ? 'beside' : 'instead';
    ports.onRoom(to.room, beside);
    ports.onChange();
    if (!beside) forget('publishing the microphone', publish(to));
    const advice = await to.connect(signal);
    if (signal.aborted) return;
    if (advice !== null) {
      ladder.climbFailed(way);
      return climbFailed(to);
    }
    if (beside) await handOver({ from, to, microphone, clock, signal, speaks: () => holding });
    if (signal.aborted) return;
    const old = takeOver(to);
    ticket = given;
    tickets.adopt(given);
    if (old !== null && beside) farewells.begin(old, to);
    else if (old !== null) end(old);
    moving = 'no';
    ladder.climbed(way, given);
    dispatch({ kind: 'climbed' });
    climber.climbed(true);
  };

  const climbFailed = (to: RoomLink): void => {
    next = null;
    // Where the server took it for us, the Room from before is put out, now or in a moment.
    if (moving === 'instead') abandonedAt = clock.now();
    moving = 'no';
    end(to);
    climber.climbed(false);
    if (current === null) dispatch({ kind: 'climbLost' });
    ports.onChange();
  };

  /** What others see stays one person: the old Room ends when the new one is there (make before break). */
  const takeOver = (link: RoomLink): RoomLink | null => {
    const old = current;
    current = link;
    next = null;
    answeredIn = link.answeredIn();
    // Whoever puts this one out is somebody else.
    abandonedAt = -ownEviction;
    ports.onCurrent(link.room, old?.room ?? null);
    return old;
  };

  const followMedia = (flows: boolean): void => {
    if (!flows) dispatch({ kind: 'mediaLost' });
    // A Room that the server has already put in its place would throw it out in a moment.
    else if (next?.hasJoined() !== true) dispatch({ kind: 'mediaBack' });
    // Whether media flows is more than the state knows.
    ports.onChange();
  };

  const linkEnded = (link: RoomLink, advice: ConnectAdvice): void => {
    const ours = (next !== null && moving !== 'beside') || clock.now() - abandonedAt < ownEviction;
    const evicted = advice.kind === 'end' && advice.reason === 'joinedElsewhere' && ours;
    current = null;
    end(link);
    // The one that comes in its place is under way; the call goes on.
    if (evicted && moving === 'instead') return;
    dispatch({ kind: 'linkEnded', advice: evicted ? anew : advice });
  };

  const publish = async (link: RoomLink): Promise<void> => {
    if (!holding) return;
    forget('muting', link.microphone.setMuted(muted));
    const opened = await microphone.start('call');
    // Without a microphone the call goes on as a listener; the microphone's own view says why.
    if (!opened.ok || !mayHold() || (link !== current && link !== next)) return;
    await link.microphone.publish(microphone.createSendTrack);
  };

  /** As it is after an await. */
  const mayHold = (): boolean => holding;

  const republish = (): void => {
    if (!holding) return;
    for (const link of links()) {
      forget('publishing the other device', link.microphone.publish(microphone.createSendTrack));
    }
  };

  const findFault = async (voice: string | null): Promise<WayFault | null> =>
    'channel' in state ? ports.findFault(state.channel, voice) : null;
  const repair = createRepairTrouble({ clock, findFault, onChange: ports.onChange });
  const trouble = createJoinTrouble({
    clock,
    findFault,
    timeUp(error) {
      // A Room that the server has let in lacks the media only.
      const blocked = ticket !== null && next?.hasJoined() === true ? ladder.explain(noMedia, ticket) : noMedia;
      dispatch({ kind: 'timeUp', error: blocked !== noMedia && 'error' in blocked ? blocked.error : error });
    },
  });

  const links = (): RoomLink[] => [current, next].filter((link) => link !== null);

  const end = (link: RoomLink): void => {
    ports.onRoomGone(link.room);
    const gone = link.close();
    forget('leaving the room', gone);
    closing = Promise.allSettled([closing, gone]);
  };

  const farewells = createFarewells({ clock, end });

  const abandon = (): void => {
    steps.abort();
    steps = new AbortController();
    const ending = next;
    next = null;
    const beside = moving === 'beside';
    moving = 'no';
    if (ending === null) return;
    if (!beside) abandonedAt = clock.now();
    end(ending);
  };

  const close = (): void => {
    abandon();
    const ending = current;
    current = null;
    if (ending !== null) end(ending);
    farewells.endAll();
  };

  return {
    getState: () => state,
    view() {
      const mediaFlows = current?.mediaFlows() ?? false;
      return viewOfCall(state, { ways: ladder.ways(), mediaFlows, trouble: repair.told() });
    },
    join(channel, by = 'person') {
      ticket = null;
      answeredIn = null;
      trouble.begin();
      stopHearingDevices();
      stopHearingDevices = microphone.onDeviceOpened(republish);
      dispatch({ kind: 'join', channel });
      // With the click, not with the ticket: opening takes as long as the rest together.
      forget('opening the microphone', microphone.start(by));
    },
    async leave() {
      stopHearingDevices();
      dispatch({ kind: 'leave' });
      await closing;
    },
    dismiss: () => dispatch({ kind: 'dismiss' }),
    channelGone: () => dispatch({ kind: 'channelGone' }),
    endModerated: (words) => dispatch({ kind: 'moderated', end: words }),
    maySpeak: () => (current ?? next)?.maySpeak() ?? true,
    setMuted(wish) {
      muted = wish;
      for (const link of links()) forget('muting', link.microphone.setMuted(wish));
    },
    setHolding(wish) {
      if (wish === holding) return;
      holding = wish;
      for (const link of links()) {
        if (wish) forget('publishing the microphone', publish(link));
        else forget('withdrawing the microphone', link.microphone.withdraw());
      }
    },
    openMicrophone(by) {
      forget('opening the microphone', microphone.start(by));
      for (const link of links()) forget('publishing the microphone', publish(link));
    },
    room: () => (current ?? next)?.room ?? null,
    readStats: async () => current?.readStats(),
    networkChanged() {
      ladder.networkChanged();
      if (state.phase === 'connected') climber.networkChanged();
      dispatch({ kind: 'networkChanged' });
    },
    isMoving: () => moving === 'instead',
  };
}
