import type { NoiseSuppression } from '../../call/callView.ts';

/** In the order in which they are offered: what each does more than the one before. */
export const suppressions: readonly NoiseSuppression[] = ['off', 'browser', 'rnnoise'];
