import type { JoinTicket, StartWith } from '@parley/shared/backends/channel';
import type { ConnectAdvice } from '../connection/connectFailure.ts';
import { knownWays, ladderOf, planAttempt, type AttemptPlan, type Ways } from './attempt.ts';
import type { ClimbWay } from './climbRule.ts';
import { blockedError, noEvidence, type MediaEvidence } from './evidence.ts';

/** What the attempts of one call try, what they saw, and what is worth knowing at the next join in this network. */
export interface JoinLadder {
  /** What the latest attempt tries; null before the first. */
  ways(): Ways | null;
  plan(ticket: JoinTicket, attempt: number): AttemptPlan;
  see(change: (seen: MediaEvidence) => MediaEvidence): void;
  /** An attempt that got through to the server and no further moves down; when all did, the cause has a name. */
  explain(advice: ConnectAdvice, ticket: JoinTicket): ConnectAdvice;
  /** The latest attempt got through. */
  connected(ticket: JoinTicket): void;
  climbed(way: ClimbWay, ticket: JoinTicket): void;
  climbFailed(way: ClimbWay): void;
  /** Nothing is known of another network. */
  networkChanged(): void;
  /**
   * Whether UDP that answers a check may be climbed to. Not where it answered and carried nothing in this call; where that was
   * remembered, only if the call does not depend on it.
   */
  trustsUdp(beside: boolean): boolean;
  /** The next attempt is the first of its kind. */
  begin(): void;
}

const memorable: readonly StartWith[] = ['tcp', 'relay'];

/**
 * @param ports.onWays another attempt tries other ways
 * @param ports.remember in this network only these ways got through; null: nothing special is known of it any more
 */
export function createJoinLadder(ports: {
  readonly onWays: () => void;
  readonly remember: (ways: StartWith | null) => void;
}): JoinLadder {
  let seen: MediaEvidence = noEvidence;
  /** Attempts that reached the server while no media got through. */
  let blocked = 0;
  let doubt: 'none' | 'remembered' | 'seen' = 'none';

  return {
    ways: () => seen.ways.at(-1) ?? null,
    plan({ transport = 'automatic', startWith }, attempt) {
      return planAttempt(transport, attempt, blocked, seen, startWith);
    },
    see(change) {
      const { ways } = seen;
      seen = change(seen);
      if (seen.ways !== ways) ports.onWays();
    },
    explain(advice, { transport = 'automatic', startWith }) {
      if (advice.kind !== 'retry' || advice.error.reason !== 'mediaBlocked') return advice;
      if (startWith !== undefined && seen.ways.at(-1) === knownWays(transport, startWith)) ports.remember(null);
      blocked += 1;
      const error = blockedError(seen);
      // No further attempt makes a relay where the server has none.
      if (error.reason === 'relayMissing') return { kind: 'fail', error };
      return { ...advice, attempts: Math.max(2, ladderOf(transport, seen).length), error };
    },
    connected({ transport = 'automatic', startWith }) {
      const ways = seen.ways.at(-1);
      const worked = memorable.find((one) => ways === knownWays(transport, one));
      if (worked === undefined) return;
      doubt = blocked > 0 && startWith !== worked ? 'seen' : 'remembered';
      // What was remembered keeps its age, so that it is forgotten one day.
      if (blocked > 0 && startWith !== worked) ports.remember(worked);
    },
    climbed(way, { startWith }) {
      if (way === 'udp') {
        doubt = 'none';
        ports.remember(null);
        // From a relay, while UDP did not answer: at once the next time, without the relay.
      } else if (startWith !== way) ports.remember(way);
    },
    climbFailed(way) {
      if (way === 'udp') doubt = 'seen';
    },
    networkChanged() {
      doubt = 'none';
    },
    trustsUdp: (beside) => doubt === 'none' || (doubt === 'remembered' && beside),
    begin() {
      seen = noEvidence;
      blocked = 0;
    },
  };
}
