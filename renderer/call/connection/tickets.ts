import type { JoinTicket } from '@parley/shared/backends/channel';
import { readLiveKitClaims } from '@parley/shared/backends/dialects/tokenClaims';
import type { Envelope } from '@parley/shared/ipc/contract';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';

/**
 * The tickets of one call. While the call is on, one that is good is always at hand, so that a failover waits for no
 * backend; with the backend away, the token that LiveKit itself refreshes (every five minutes, good for ten; LiveKit
 * server, `RoomManager.refreshToken`) takes its place.
 */
export interface Tickets {
  /** @param fresh a new one; else the one at hand while it is good */
  get(fresh: boolean): Promise<Envelope<JoinTicket>>;
  /** LiveKit sent this token over the signalling. */
  refreshed(token: string): void;
  /** The call goes on with this one. */
  adopt(ticket: JoinTicket): void;
  /** The call is on: from now on a ticket is renewed before it ends, until `stop`. */
  keep(): void;
  stop(): void;
}

/** A ticket is not used again when it ends this soon, ms: joining takes a moment. */
const margin = 5_000;
/** Where a backend does not tell a ticket's life, seconds: good for the next attempts, not for a later call. */
const assumedLife = 60;
/** Renewed this long before its end, ms, or after half its life where that is later. */
const renewBefore = 120_000;
/** A backend that is away is asked again after this long, ms. */
const patience = 30_000;
/** `setTimeout` holds no more than this, ms. */
const longestTimer = 2 ** 31 - 1;

interface Held {
  readonly ticket: JoinTicket;
  /** By this machine's clock, counted from the receipt: the backend's clock need not agree with it. */
  readonly end: number;
}

export function createTickets(ports: {
  readonly request: () => Promise<Envelope<JoinTicket>>;
  readonly clock: Clock;
  /** ms since the epoch. */
  readonly epoch: () => number;
}): Tickets {
  const { clock, epoch } = ports;
  let held: Held | null = null;
  /** By LiveKit, for the room of `held`. */
  let token: { readonly text: string; readonly end: number } | null = null;
  let cancel: (() => void) | null = null;

  const isGood = ({ end }: { readonly end: number }): boolean => end > epoch() + margin;
  const hold = (ticket: JoinTicket): void => {
    held = { ticket, end: epoch() + (ticket.expiresIn ?? assumedLife) * 1_000 };
  };
  const ask = async (): Promise<Envelope<JoinTicket>> => {
    const answer = await ports.request();
    if (answer.ok) hold(answer.value);
    return answer;
  };
  const plan = (wait: number): void => {
    cancel?.();
    cancel = clock.after(Math.min(longestTimer, Math.max(1_000, wait)), () => forget('renewing a ticket', renew()));
  };
  const untilRenewal = (): number => {
    const left = (held?.end ?? 0) - epoch();
    return Math.max(left - renewBefore, left / 2);
  };
  const renew = async (): Promise<void> => {
    const answer = await ask();
    if (cancel === null) return;
    plan(answer.ok ? untilRenewal() : patience);
  };
  return {
    async get(fresh) {
      if (!fresh && held !== null && isGood(held)) return { ok: true, value: held.ticket };
      const answer = await ask();
      if (cancel !== null && answer.ok) plan(untilRenewal());
      if (answer.ok || answer.error.code !== 'unavailable' || held === null) return answer;
      if (token === null || !isGood(token)) return answer;
      return { ok: true, value: { ...held.ticket, token: token.text } };
    },
    refreshed(text) {
      const claims = readLiveKitClaims(text);
      if (claims === null) return;
      // LiveKit tells no time of issue but `nbf`; where it has neither, the life is not known and the token is not used.
      const issued = claims.iat ?? claims.nbf;
      if (issued !== undefined) token = { text, end: epoch() + (claims.exp - issued) * 1_000 };
    },
    adopt(ticket) {
      hold(ticket);
      token = null;
      if (cancel !== null) plan(untilRenewal());
    },
    keep() {
      if (cancel === null) plan(untilRenewal());
    },
    stop() {
      cancel?.();
      cancel = null;
    },
  };
}
