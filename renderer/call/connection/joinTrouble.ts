import type { ParleyError } from '@parley/shared/errors';
import type { WayFault } from '@parley/shared/ipc/contract';
import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import type { ConnectAdvice } from './connectFailure.ts';
import { aboutOf, withCause } from './wayCause.ts';

/**
 * One join from the click on: its time limit, which the ticket and every attempt share, and what stands behind a failure that
 * names no cause. Main is asked for that as soon as something is suspicious, so that nobody waits for it at the end.
 */
export interface JoinTrouble {
  /** The click; `timeUp` is told when the join has neither come about nor failed by then. */
  begin(): void;
  /** There is a ticket: from now on it is about the voice server at this URL. */
  granted(url: string): void;
  /** The failure of an attempt, with its cause where nothing is tried after it. @param attempt from 1 */
  explainAttempt(advice: ConnectAdvice, attempt: number): Promise<ConnectAdvice>;
  /** The refusal of a ticket, with its cause where the server was not reached. */
  explainTicket(error: ParleyError): Promise<ParleyError>;
  /** It came about, failed or was left. */
  end(): void;
}

/** From the click to a call or a verdict: ten seconds less what it takes to show it, ms. */
const joinLimit = 9_200;
/** A ticket usually takes a tenth of a second: what takes this long is looked into, ms. */
const suspicious = 4_000;

export function createJoinTrouble(ports: {
  readonly clock: Clock;
  /** What stands in the way to a voice server or, without one, to the server; null where nothing can be named. */
  readonly findFault: (voice: string | null) => Promise<WayFault | null>;
  readonly timeUp: (error: ParleyError) => void;
}): JoinTrouble {
  const { clock } = ports;
  let voice: string | null = null;
  let question: Promise<WayFault | null> | null = null;
  let found: WayFault | null = null;
  /** What the last attempt failed with. */
  let last: ParleyError | null = null;
  let cancels: (() => void)[] = [];

  const suspect = (): Promise<WayFault | null> => {
    const about = voice;
    return (question ??= ports.findFault(about).then((fault) => {
      if (about === voice) found = fault;
      return fault;
    }));
  };
  const end = (): void => {
    for (const cancel of cancels) cancel();
    cancels = [];
  };
  const ask = (about: string | null): void => {
    voice = about;
    question = found = last = null;
  };
  return {
    begin() {
      end();
      ask(null);
      cancels = [
        clock.after(suspicious, () => {
          if (voice === null) forget('looking for what keeps a ticket', suspect());
        }),
        clock.after(joinLimit, () =>
          ports.timeUp(withCause(last ?? (voice === null ? noTicket : noVoice), found, voice)),
        ),
      ];
    },
    granted(url) {
      if (url !== voice) ask(url);
    },
    async explainAttempt(advice, attempt) {
      if (advice.kind !== 'retry') return advice;
      last = advice.error;
      if (aboutOf(advice.error, voice) !== voice) {
        found = null;
        return advice;
      }
      const fault = suspect();
      if (attempt < advice.attempts) return advice;
      return { ...advice, error: withCause(advice.error, await fault, voice) };
    },
    async explainTicket(error) {
      return aboutOf(error, voice) === null ? withCause(error, await suspect(), voice) : error;
    },
    end,
  };
}

const noTicket: ParleyError = {
  code: 'unavailable',
  reason: 'serverUnreachable',
  message: 'The server gave no ticket in time.',
};
const noVoice: ParleyError = {
  code: 'unavailable',
  reason: 'voiceServerDown',
  message: 'No connection to LiveKit came about in time.',
};
