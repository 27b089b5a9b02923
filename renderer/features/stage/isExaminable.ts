import { networkCauses } from '@parley/shared/doctor/networkCheck';
import type { ErrorCode, ParleyError } from '@parley/shared/errors';
import { errorKey } from '../errors/ErrorText.tsx';
import { blockedLanes } from './blockedLanes.ts';

/** Failures that the network may be the cause of, beside those in which media did not get through. */
const examinable: readonly string[] = [
  'serverUnreachable',
  ...networkCauses,
  ...(['unavailable', 'internal'] satisfies ErrorCode[]),
];

/** Whether the network doctor may know more. */
export const isExaminable = (error: ParleyError): boolean =>
  blockedLanes(error.reason, 'automatic') !== null || examinable.includes(errorKey(error));
