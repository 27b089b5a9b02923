import { forget } from '../log.ts';
import type { Clock } from '../microphone/clock.ts';
import type { RoomLink } from './roomLink.ts';

/** For how long both sessions of a call that moved send, ms: by how much the way from before may be the slower one. */
const overlap = 250;
/** Until the first one is left, ms: what it brings is played to its end. */
const farewell = 800;

/** Sessions from which a call has moved. What was said on that way still arrives by it; then it is silent, and ends. */
export interface Farewells {
  begin(link: RoomLink): void;
  endAll(): void;
}

export function createFarewells(ports: { readonly clock: Clock; readonly end: (link: RoomLink) => void }): Farewells {
  const { clock, end } = ports;
  const leaving = new Set<RoomLink>();
  return {
    begin(link) {
      leaving.add(link);
      clock.after(overlap, () => forget('withdrawing the microphone', link.microphone.withdraw()));
      clock.after(farewell, () => leaving.delete(link) && end(link));
    },
    endAll() {
      for (const link of leaving) end(link);
      leaving.clear();
    },
  };
}
