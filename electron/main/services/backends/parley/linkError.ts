import type { ParleyError } from '@parley/shared/errors';

/** What is known of the way to the server while the event stream is away. */
export interface LinkErrors {
  /** Why the stream did not come about, the last time; null: nothing is known of it. */
  readonly stream: ParleyError | null;
  /** What the last ordinary request came to; null before one. */
  readonly request: 'answered' | ParleyError | null;
}

export const noErrors: LinkErrors = { stream: null, request: null };

/**
 * What is told of it. That something keeps WebSockets from getting through is known only once another request got through: a captive
 * portal, or a server that hangs, answers both alike.
 */
export function linkError({ stream, request }: LinkErrors): ParleyError | null {
  if (stream !== null && stream.reason !== 'upgradeStripped') return stream;
  return request === 'answered' ? stream : request;
}
