import type { ReconnectPolicy } from 'livekit-client';

/** Before the signalling is taken up again, ms: LiveKit's own up to 7 s (livekit-client 2.23, DefaultReconnectPolicy) … */
const pauses = [0, 300, 1_200, 2_500] as const;
/** … but those only after a minute: for so long somebody waits to see what the others do. */
const eager = { attempts: 25, patient: 7_000 } as const;
/** Longer than any call, shorter than what a timer holds, ms. */
const never = 2 ** 30;

/**
 * LiveKit's client may take up a signalling connection again as long as media flows: that costs no sound. Everything
 * else is ours, because its full reconnect ends the sound first and takes seconds (network-lab §4): it is put off for
 * ever, and `onSevered` is told.
 *
 * @param random 0 ≤ random < 1
 */
export const createRepairPolicy = (ports: {
  readonly mayRepair: () => boolean;
  readonly onSevered: () => void;
  readonly random: () => number;
}): ReconnectPolicy => ({
  nextRetryDelayInMs({ retryCount }) {
    if (!ports.mayRepair()) {
      ports.onSevered();
      return never;
    }
    const pause = pauses[retryCount] ?? (retryCount < eager.attempts ? pauses[3] : eager.patient);
    // Nobody comes back in the same instant as everybody else.
    return retryCount === 0 ? ports.random() * 500 : pause * (0.75 + ports.random() / 2);
  },
});
