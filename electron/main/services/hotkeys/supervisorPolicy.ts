import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { GlobalSourceName, KeyForecast, KeySourceTrouble } from '@parley/shared/hotkeys/messages';
import type { Settings } from '@parley/shared/settings/settings';
import type { Platform } from '../../platform/platform.ts';

export const isInCall = (phase: CallSummary['phase']): boolean =>
  phase !== 'idle' && phase !== 'ended' && phase !== 'failed';

/**
 * The key hook sees every key, so it runs only while it is needed: a call with push-to-talk, the recorder, or a binding
 * that only it can hear. DESIGN.md §3.
 */
export function decideHook(inputs: {
  readonly call: CallSummary['phase'];
  readonly mode: Settings['microphoneMode'];
  readonly recording: boolean;
  /** A binding in force now is a mouse button, a lone modifier, or taken from `globalShortcut` by another program. */
  readonly onlyHook: boolean;
  readonly source: GlobalSourceName | 'none';
}): 'run' | 'stop' {
  // The portal knows the talk key alone: for anything else the person would be asked in vain.
  if (inputs.recording || (inputs.onlyHook && inputs.source === 'uiohook')) return 'run';
  return isInCall(inputs.call) && inputs.mode === 'pushToTalk' ? 'run' : 'stop';
}

/** Which source can hear keys everywhere on this system, or why none can. */
export function decideKeySource(
  platform: Platform,
  accessibilityGranted: () => boolean,
): { readonly source: GlobalSourceName } | { readonly source: 'none'; readonly cause: KeySourceTrouble } {
  if (platform.wayland) return { source: 'portal' };
  if (!platform.keyHookBinary) return { source: 'none', cause: 'notOnThisPlatform' };
  if (!platform.keyHookDisplay) return { source: 'none', cause: 'noDisplay' };
  // uiohook aborts the process without this permission: https://github.com/SnosMe/uiohook-napi/issues/24
  if (platform.name === 'macos' && !accessibilityGranted()) return { source: 'none', cause: 'accessibilityRefused' };
  return { source: 'uiohook' };
}

/**
 * What keys will do in the next call. `seen`: what came of the latest one, which tells whether there is a portal, and
 * whether the hook starts.
 */
export function forecastKeys(source: ReturnType<typeof decideKeySource>, seen: KeyForecast | null): KeyForecast {
  if (source.source === 'none') return source.cause;
  if (source.source === 'portal') return seen ?? 'desktop';
  // A permission that was missing then is there now: `source` knows better.
  return seen === 'crashed' || seen === 'noDisplay' ? seen : 'everywhere';
}

/**
 * After this many ends in a row without a healthy minute between them the hook is given up for this call. One process more
 * is started, without a key source: commands from outside need none.
 */
export const restartLimit = 3;

/** A hook process that works for this long has shown that it can, ms: what failed before is forgotten. */
const healthyTime = 60_000;

/** Ends in a row, after one more. @param worked how long the process worked that has ended, ms; null: it never did */
export const endsInARow = (before: number, worked: number | null): number =>
  worked !== null && worked >= healthyTime ? 1 : before + 1;

/** Before start number `restarts` + 1, ms. */
export const restartDelay = (restarts: number): number => (restarts === 0 ? 0 : 250 * 2 ** (restarts - 1));

/** Without a heartbeat for this long (ms) the hook process counts as hung and is ended. It sends one a second. */
export const heartbeatLimit = 3_500;
