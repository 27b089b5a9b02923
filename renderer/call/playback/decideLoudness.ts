import type { HeardPerson } from '@parley/shared/settings/heardPeople';

export type StreamKind = 'voice' | 'screen';

/** Linear: what others are turned down to while a priority speaker speaks, −14 dB. */
export const duckedTo = 0.2;

/**
 * How loud a stream is played, linear, 0..2: above 1 it has to be amplified, which an audio element cannot.
 *
 * @param person null: heard as everybody  @param master per cent  @param ducked somebody with priority speaks
 */
export function decideLoudness(
  person: HeardPerson | null,
  stream: StreamKind,
  { master, ducked }: { readonly master: number; readonly ducked: boolean },
): number {
  if (person?.blocked === true) return 0;
  const own = person === null ? 100 : stream === 'voice' ? person.volume : person.screen;
  const down = ducked && person?.priority !== true ? duckedTo : 1;
  return Math.min(2, Math.max(0, (own / 100) * (master / 100) * down));
}
