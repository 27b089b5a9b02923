import { TwirpError, type RoomServiceClient } from 'livekit-server-sdk';

/**
 * LiveKit's API hands what is about a participant to whoever holds the connection, and when that one ends just then it waits 3 s for
 * nobody (psrpc's `DefaultClientTimeout`) and fails, since its list had the participant still. Who is gone by then needs nothing; for
 * anybody else it is done a second time. When LiveKit gave no answer at all, once was enough.
 */
export async function insist(
  rooms: RoomServiceClient,
  room: string,
  identity: string,
  work: (rooms: RoomServiceClient) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await work(rooms);
  } catch (error) {
    if (!(error instanceof TwirpError) || error.code === 'not_found') throw error;
    const there = await unlessGone(rooms.listParticipants(room));
    return there?.some((one) => one.identity === identity) === true ? work(rooms) : null;
  }
}

/** Somebody who left meanwhile needs nothing more. */
export async function unlessGone<T>(done: Promise<T>): Promise<T | null> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof TwirpError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Why LiveKit did not do something, for the log: its own code, or the kind of error when it did not answer. */
export function reasonOf(error: unknown): string {
  if (error instanceof TwirpError) return error.code ?? `status ${error.status}`;
  return error instanceof Error ? error.name : 'unknown';
}
