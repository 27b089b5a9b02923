import type { ParleyError } from '@parley/shared/errors';
import type { WayFault } from '@parley/shared/ipc/contract';

/** Errors that say no more than that nobody answered as such a server. */
const vagueTicket: readonly ParleyError['reason'][] = ['serverUnreachable', 'notParleyServer', 'notThisServer'];
const vagueVoice: readonly ParleyError['reason'][] = ['voiceServerDown'];

/** What behind an error the way may tell: that to the voice server at its URL, that to the server (null), or none (undefined). */
export function aboutOf({ reason }: ParleyError, voice: string | null): string | null | undefined {
  if (vagueTicket.includes(reason)) return null;
  return vagueVoice.includes(reason) && voice !== null ? voice : undefined;
}

/** The error with what was found on the way in the place of its reason. @param voice the voice server's URL; null: it is about the server */
export function withCause(error: ParleyError, fault: WayFault | null, voice: string | null): ParleyError {
  if (fault === null) return error;
  const host = URL.parse(voice ?? '')?.host;
  const named = { ...error, reason: fault.cause, message: `${error.message} ${fault.detail}` };
  return host === undefined ? named : { ...named, voiceServer: host };
}
