import type { CallTransport } from '@parley/shared/backends/transportMode';
import type { ErrorReason } from '@parley/shared/errors';

/** Where one way of the voice ends: on its way through the network, at the server, or it was not gone at all. */
export type LaneEnd = 'network' | 'server' | 'untried';

export interface Lane {
  readonly name: 'UDP' | 'TCP' | 'TURN';
  readonly end: LaneEnd;
}

/** Where the relay's way ends, for each reason that speaks of media which did not get through. */
const relayEnds: Partial<Readonly<Record<ErrorReason, LaneEnd>>> = {
  // The server offers none.
  mediaBlocked: 'untried',
  relayMissing: 'untried',
  relayUnreachable: 'network',
  // It was reached: it refused, or what it gave carries nothing.
  relayRefused: 'server',
  relayDead: 'server',
};

/** The ways of the voice, the best first, each with where it ended; null where the reason says nothing about them. */
export function blockedLanes(reason: ErrorReason | undefined, mode: CallTransport): readonly Lane[] | null {
  const relay = reason === undefined ? undefined : relayEnds[reason];
  if (relay === undefined) return null;
  return [
    { name: 'UDP', end: mode === 'automatic' ? 'network' : 'untried' },
    { name: 'TCP', end: mode === 'relay' || mode === 'relayTcp' ? 'untried' : 'network' },
    { name: 'TURN', end: relay },
  ];
}
