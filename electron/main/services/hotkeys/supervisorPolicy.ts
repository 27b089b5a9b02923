import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { HotkeyStatus } from '@parley/shared/hotkeys/messages';
import type { Settings } from '@parley/shared/settings/settings';
import type { Platform } from '../../platform/platform.ts';

/** The key hook sees every key, so it runs only while it is needed: a call with push-to-talk, or the recorder. DESIGN.md §3. */
export function decideHook(inputs: {
  readonly call: CallSummary['phase'];
  readonly mode: Settings['microphoneMode'];
  readonly recording: boolean;
}): 'run' | 'stop' {
  if (inputs.recording) return 'run';
  const inCall = inputs.call !== 'idle' && inputs.call !== 'ended' && inputs.call !== 'failed';
  return inCall && inputs.mode === 'pushToTalk' ? 'run' : 'stop';
}

/** Why the global hook cannot work here, before it is even tried; null when it can be tried. */
export function decideObstacle(
  platform: Platform,
  accessibilityGranted: () => boolean,
): Extract<HotkeyStatus, { kind: 'degraded' }>['cause'] | null {
  if (platform.wayland) return 'wayland';
  if (!platform.keyHookBinary) return 'notOnThisPlatform';
  if (!platform.keyHookDisplay) return 'noDisplay';
  // uiohook aborts the process without this permission: https://github.com/SnosMe/uiohook-napi/issues/24
  if (platform.name === 'macos' && !accessibilityGranted()) return 'accessibilityRefused';
  return null;
}

/** After this many ends in a row without a healthy minute between them the hook is given up for this call. */
export const restartLimit = 3;

/** Before start number `restarts` + 1, ms. */
export const restartDelay = (restarts: number): number => (restarts === 0 ? 0 : 250 * 2 ** (restarts - 1));

/** Without a heartbeat for this long (ms) the hook process counts as hung and is ended. It sends one a second. */
export const heartbeatLimit = 3_500;
