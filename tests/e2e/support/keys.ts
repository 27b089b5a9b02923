import { startDisplay, type Display } from './desktop.ts';
import type { Program } from './program.ts';
import { test as base } from './test.ts';

export { expect } from './test.ts';

/** By X keycode: `xdotool keydown Control_R` presses the left one as well. */
export const controlRight = '105';

/** With a display of its own, which outlives the programs on it: one that loses its display cannot leave its call. */
export const test = base.extend<{ display: Display }>({
  display: async ({}, use) => {
    const display = await startDisplay();
    await use(display);
    await display.stop();
  },
  start: async ({ display, start }, use) => {
    await use((options) => start({ ...options, env: { DISPLAY: display.name, ...options?.env } }));
  },
});

/** SIGKILL to the process that owns the key hook. */
export const killHook = (program: Program): Promise<void> =>
  program.app.evaluate(({ app }) => {
    const hook = app.getAppMetrics().find(({ name }) => name === 'Parley keys');
    if (hook === undefined) throw new Error('no hook process');
    process.kill(hook.pid, 'SIGKILL');
  });
