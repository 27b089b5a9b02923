import { err, ok } from '@parley/shared/result';
import type { ControlEvent, Source, SourceFailure } from './source.ts';
import { startX11Pulse, type X11Pulse } from './x11Pulse.ts';
import { controlOfButton, controlOfKey } from './uiohookKeys.ts';

/**
 * The global hook of uiohook-napi: Windows, macOS with the Accessibility permission (main asks for it first, because
 * `start` aborts the process without it: https://github.com/SnosMe/uiohook-napi/issues/24), and X11.
 */
export function createUiohookSource(ports: {
  /** On Linux the library needs X11. */
  readonly needsDisplay: boolean;
  /** Values of `DISPLAY` and `XAUTHORITY`, undefined or empty where there is none. */
  readonly display: string | undefined;
  readonly authority: string | undefined;
}): Source {
  let stopHook: (() => void) | null = null;
  let pulse: X11Pulse | null = null;
  return {
    capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false },
    async start(listener) {
      const failure = (message: string): SourceFailure => ({
        cause: ports.needsDisplay ? 'noDisplay' : 'crashed',
        message,
      });
      // Asked before the library is there: without a display it aborts the process.
      if (ports.needsDisplay) {
        if (!ports.display) return err(failure('DISPLAY is not set'));
        const started = await startX11Pulse({ display: ports.display, authority: ports.authority });
        if (started === 'unreachable') return err(failure('nothing answers at DISPLAY'));
        pulse = started;
      }
      try {
        const { uIOhook } = await import('uiohook-napi');
        const tell = (kind: ControlEvent['kind'], control: ControlEvent['control'] | null): void => {
          if (control !== null) listener({ kind, control });
        };
        uIOhook.on('keydown', ({ keycode }) => tell('press', controlOfKey(keycode)));
        uIOhook.on('keyup', ({ keycode }) => tell('release', controlOfKey(keycode)));
        uIOhook.on('mousedown', ({ button }) => tell('press', controlOfButton(button)));
        uIOhook.on('mouseup', ({ button }) => tell('release', controlOfButton(button)));
        uIOhook.start();
        stopHook = () => {
          uIOhook.stop();
          uIOhook.removeAllListeners();
        };
        return ok(undefined);
      } catch (thrown) {
        // The library's own words: a missing shared library, or which part of X11 refused. They name no key.
        return err(failure(thrown instanceof Error ? thrown.message : 'the key hook could not be started'));
      }
    },
    stop() {
      stopHook?.();
      stopHook = null;
      pulse?.stop();
      pulse = null;
    },
  };
}
