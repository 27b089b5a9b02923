import type { NetworkReport, NetworkStep } from './networkCheck.ts';
import type { NetworkVerdict, VerdictCause } from './networkVerdict.ts';

/**
 * What `parley doctor` ends with.
 *
 * | code | means |
 * |---|---|
 * | 0 | voice works, and nothing stands in the way of what the program does |
 * | 1 | trouble was found: voice is blocked, or a connection that the program makes does not come about as it should |
 * | 2 | it was asked wrongly: no server is set up, or the address is none |
 * | 3 | nothing was found, and nothing is proven: the check could not be made to its end |
 */
export const doctorExit = { well: 0, trouble: 1, usage: 2, unknown: 3 } as const;
export type DoctorExit = (typeof doctorExit)[keyof typeof doctorExit];

/** Where one of these fails, something does not work although a voice may get through another way: events of the server, above all. */
const ownWays: readonly NetworkStep[] = ['proxy', 'tls', 'upgrade'];

/** These say that the check did not get to the end, and accuse nobody. */
const inconclusive: readonly VerdictCause[] = [
  'stopped',
  'voiceUnchecked',
  'checkFailed',
  'tooManyChecks',
  'noTicket',
  'notSignedIn',
  'noOwnRoom',
];

/** Ways of the voice that are blocked beside one that works, slow names and a clock that is wrong are told, and no trouble. */
export function doctorExitOf(reports: readonly NetworkReport[], { voice, summary }: NetworkVerdict): DoctorExit {
  if (voice === 'blocked') return doctorExit.trouble;
  if (reports.some(({ name, verdict }) => verdict === 'failed' && ownWays.includes(name))) return doctorExit.trouble;
  if (voice === 'works') return doctorExit.well;
  return inconclusive.includes(summary) ? doctorExit.unknown : doctorExit.trouble;
}
