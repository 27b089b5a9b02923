import { deafenedAttribute } from '@parley/shared/backends/deafened';
import type { ErrorCode } from '@parley/shared/errors';
import type { Envelope } from '@parley/shared/ipc/contract';
import type { Participant } from 'livekit-client';
import type { CallChannel } from '../callView.ts';
import type { Clock } from '../microphone/clock.ts';

/** Whether a person hears nobody, as their server told everybody in the call. */
export const isDeafened = ({ attributes }: Pick<Participant, 'attributes'>): boolean =>
  attributes[deafenedAttribute] === 'true';

/** We in a call, as the others see us, and as we want to be seen. */
export interface OwnPresence {
  readonly channel: Omit<CallChannel, 'name'>;
  /** LiveKit's id of our connection: another one begins without what the one before was told. */
  readonly session: string;
  readonly seenDeafened: boolean;
  readonly deafened: boolean;
}

/**
 * Has the backend tell the others that we hear nobody: whenever what they see is not so, one request at a time, again
 * after a while as long as that is so. It gives up, until something changes, where the backend says that it never will.
 */
export interface Presence {
  /** On every change; null when we are in no call whose backend can tell it. */
  follow(own: OwnPresence | null): void;
}

/** What LiveKit tells comes a little after the backend's answer; a server that is away may be back, ms. */
const patience = 3_000;
/** `notFound`: LiveKit may have let us in before its lists say so. */
const passing: ReadonlySet<ErrorCode> = new Set(['unavailable', 'notFound', 'cancelled', 'internal']);
/** A backend that does not know what is asked says `notFound` as well: it is not asked for ever. */
const mostTries = 20;

export function createPresence(ports: {
  readonly clock: Clock;
  readonly tell: (channel: OwnPresence['channel'], deafened: boolean) => Promise<Envelope<null>>;
}): Presence {
  let now: OwnPresence | null = null;
  let asking = false;
  /** What was asked last, how often, and whether it is too early to ask it again. */
  let last = { question: '', tries: 0, early: false };
  let stopWaiting = (): void => undefined;

  const step = (): void => {
    if (asking || now === null || now.seenDeafened === now.deafened) return;
    const { channel, session, deafened } = now;
    const question = JSON.stringify([channel.server, channel.id, session, deafened]);
    if (question !== last.question) {
      stopWaiting();
      last = { question, tries: 0, early: false };
    }
    if (last.early || last.tries >= mostTries) return;
    void ask(channel, deafened);
  };
  const ask = async (channel: OwnPresence['channel'], deafened: boolean): Promise<void> => {
    asking = true;
    const answer = await ports.tell(channel, deafened);
    asking = false;
    last = { ...last, tries: answer.ok || passing.has(answer.error.code) ? last.tries + 1 : mostTries, early: true };
    stopWaiting = ports.clock.after(patience, () => {
      last = { ...last, early: false };
      step();
    });
    step();
  };
  return {
    follow(own) {
      now = own;
      if (own === null) {
        stopWaiting();
        last = { question: '', tries: 0, early: false };
      }
      step();
    },
  };
}
