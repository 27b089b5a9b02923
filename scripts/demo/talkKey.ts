import { startDisplay } from '../../tests/e2e/support/desktop.ts';
import { has } from './has.ts';
import type { Cleanup } from './cleanup.ts';
import type { DemoProgram } from './program.ts';

/** How the talk key is held in a headless run. */
export interface TalkKey {
  /** For the report. */
  readonly how: string;
  down(): Promise<void>;
  up(): Promise<void>;
}

/** A private X display for real key events; null where there is none. */
export interface KeyDisplay {
  readonly name: string;
  xdo(...args: string[]): void;
}

/** ControlRight by X keycode: `xdotool keydown Control_R` presses the left one as well. */
const controlRight = '105';

export async function openKeyDisplay(cleanup: Cleanup): Promise<KeyDisplay | null> {
  if (process.platform !== 'linux' || !has('Xvfb') || !has('xdotool')) return null;
  const opening = cleanup.own(startDisplay, (display) => display.stop());
  // A display that does not start costs only the real key event; the report says so.
  return opening.catch(() => null);
}

/** The real key when the program's hook listens on the private display within 5 s, else the key in the window. */
export async function findTalkKey(program: DemoProgram, display: KeyDisplay | null): Promise<TalkKey> {
  const { page, part } = program;
  if (display !== null) {
    const isLive = await part('mic-key', { source: 'uiohook' })
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (isLive) {
      // The focus is taken away from the program: what comes now comes by the hook.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      display.xdo('mousemove', '1590', '990');
      return {
        how: 'ControlRight as a real key event, by the hook',
        down: async () => display.xdo('keydown', controlRight),
        up: async () => display.xdo('keyup', controlRight),
      };
    }
  }
  const source = await part('mic-key').getAttribute('data-source');
  const why = display === null ? 'no private display for real key events' : `key source is ${source}`;
  await part('mic-key').hover();
  return {
    how: `the key in the window, by the mouse (${why})`,
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
  };
}
