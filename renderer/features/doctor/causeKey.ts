import { networkCauses, type NetworkCause } from '@parley/shared/doctor/networkCheck';
import type { VerdictCause } from '@parley/shared/doctor/networkVerdict';

/** Where the texts of a verdict are: those of errors, or the doctor's own. */
export const causeKey = (cause: VerdictCause): string =>
  isCause(cause) ? `error.${cause}` : `doctor.verdict.${cause}`;

const isCause = (cause: VerdictCause): cause is NetworkCause => (networkCauses as readonly string[]).includes(cause);
