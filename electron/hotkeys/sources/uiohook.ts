import { err, ok } from '@parley/shared/result';
import { modifiers, type Control, type Modifier } from '@parley/shared/hotkeys/binding';
import type { Source, SourceFailure } from './source.ts';
import { startX11Pulse, type X11Pulse } from './x11Pulse.ts';
import { controlOfButton, controlOfKey, x11ButtonBit, x11KeyCode } from './uiohookKeys.ts';

/**
 * The global hook of uiohook-napi: Windows, macOS with the Accessibility permission (without it main
 * does not choose this source, because `start` aborts the process without it: https://github.com/SnosMe/uiohook-napi/issues/24), and X11.
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
    name: 'uiohook',
    capabilities: {
      pressRelease: true,
      mouse: true,
      loneModifier: true,
      systemOwned: false,
      // Windows and macOS could tell only through a native module of our own.
      physicalState: ports.needsDisplay,
    },
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
        const press = (control: Control | null, event: Flags & { readonly time: number }): void => {
          if (control === null) return;
          const age = ports.needsDisplay ? ageByServer(event.time) : undefined;
          listener({ kind: 'press', control, modifiers: modifiersIn(event), ...(age === undefined ? {} : { age }) });
        };
        const release = (control: Control | null): void => {
          if (control !== null) listener({ kind: 'release', control });
        };
        uIOhook.on('keydown', (event) => press(controlOfKey(event.keycode), event));
        uIOhook.on('keyup', ({ keycode }) => release(controlOfKey(keycode)));
        uIOhook.on('mousedown', (event) => press(controlOfButton(event.button), event));
        uIOhook.on('mouseup', ({ button }) => release(controlOfButton(button)));
        uIOhook.start();
        stopHook = () => {
          uIOhook.stop();
          uIOhook.removeAllListeners();
        };
        return ok('');
      } catch (thrown) {
        // The library's own words: a missing shared library, or which part of X11 refused. They name no key.
        return err(failure(thrown instanceof Error ? thrown.message : 'the key hook could not be started'));
      }
    },
    async isDown(control) {
      if (control.kind === 'mouse') {
        const bit = x11ButtonBit(control.button);
        const down = bit === null ? null : await pulse?.buttons();
        return bit === null || down === null || down === undefined ? null : (down & bit) !== 0;
      }
      const keycode = x11KeyCode(control.code);
      const keymap = keycode === null ? null : await pulse?.keymap();
      if (keycode === null || keymap === null || keymap === undefined) return null;
      return ((keymap[keycode >> 3] ?? 0) & (1 << (keycode & 7))) !== 0;
    },
    canTell: (control) =>
      pulse?.answers() === true &&
      (control.kind === 'mouse' ? x11ButtonBit(control.button) : x11KeyCode(control.code)) !== null,
    stop() {
      stopHook?.();
      stopHook = null;
      pulse?.stop();
      pulse = null;
    },
  };
}

/**
 * How long ago an X server on this machine stamped an event, ms: its clock is the monotonic one, as Node's is, in 32 bits.
 * A server elsewhere has another clock, which gives what cannot be: undefined.
 */
function ageByServer(time: number): number | undefined {
  const now = Number(process.hrtime.bigint() / 1_000_000n);
  const age = (now - time) % 2 ** 32;
  return age >= -oddClock && age <= oldest ? age : undefined;
}
/** ms; the two clocks are read a moment apart. */
const oddClock = 50;
/** ms; what seems older is by another clock. */
const oldest = 60_000;

interface Flags {
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Of the event itself, which the system keeps: no key needs to be remembered for it. */
function modifiersIn({ ctrlKey, shiftKey, altKey, metaKey }: Flags): readonly Modifier[] {
  const down = { Control: ctrlKey, Shift: shiftKey, Alt: altKey, Meta: metaKey };
  return modifiers.filter((name) => down[name]);
}
