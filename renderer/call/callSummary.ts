import { idleSummary, type CallSummary } from '@parley/shared/ipc/callSummary';
import type { CallState, CallView } from './callView.ts';

/** Whether a call is under way: its microphone is open (gated), and leaving means something. */
export const isActive = ({ phase }: { readonly phase: CallState['phase'] }): boolean =>
  phase === 'authorising' || phase === 'connecting' || phase === 'connected' || phase === 'reconnecting';

/** What main needs to know: tray, taskbar, power, hook process. */
export function summaryOf({ state: shown, beside, microphone, muted, deafened, sharing }: CallView): CallSummary {
  // A call that only goes on beside is a call all the same: the computer must not sleep, and quitting leaves it first.
  const state = isActive(shown) ? shown : (beside.find((other) => isActive(other.state))?.state ?? shown);
  const channel = state.phase === 'idle' ? null : state.channel;
  return {
    ...idleSummary,
    phase: state.phase,
    server: channel?.server ?? null,
    channelId: channel?.id ?? null,
    channelName: channel?.name ?? '',
    microphone: microphone.state,
    muted,
    deafened,
    sharing: sharing === 'on',
  };
}
