import { join } from 'node:path';
import { startDisplay, type Display } from './support/desktop.ts';
import { hear, silence } from './support/hearing.ts';
import { expect, has, test as base } from './support/test.ts';
import { writeTone } from './support/tone.ts';

/** By X keycode: `xdotool keydown Control_R` presses the left one as well. */
const controlRight = '105';

/** The display outlives the programs on it: one that loses its display cannot leave its call. */
const test = base.extend<{ display: Display }>({
  display: async ({}, use) => {
    const display = await startDisplay();
    await use(display);
    await display.stop();
  },
  start: async ({ display, start }, use) => {
    expect(display.name).not.toBe('');
    await use(start);
  },
});

test.skip(() => !has('Xvfb') || !has('xdotool'), 'Xvfb or xdotool is missing: no real key events');

test('@x11 a real key opens and shuts the gate while another window has the focus', async ({
  world,
  start,
  display,
}) => {
  const microphone = writeTone(join(world.folder, '440.wav'), 440);
  const ada = await start({ microphone, env: { DISPLAY: display.name } });
  // A window is there a moment after its page; xdotool fails while it finds none.
  const windows = (): string[] => {
    try {
      return display.xdo('search', '--onlyvisible', '--name', 'Parley').trim().split('\n');
    } catch {
      return [];
    }
  };
  await expect.poll(() => windows().length).toBeGreaterThan(0);
  const before = windows();
  // A second X client on the same display, whose own key is another one.
  const bo = await start({
    env: { DISPLAY: display.name },
    settings: { talkBindings: [{ kind: 'key', code: 'F9' }] },
  });
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await bo.join('Lobby');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut');
  await expect(ada.part('mic-key')).toHaveAttribute('data-source', 'uiohook');
  // The other client's window has the focus and gets every key: what Ada's program hears comes by the hook.
  // There is no window manager: the focus is set by hand.
  const theirWindow = (): string | undefined => windows().find((id) => !before.includes(id));
  await expect.poll(theirWindow).toBeDefined();
  const theirs = theirWindow();
  display.xdo('windowfocus', '--sync', theirs ?? '');
  expect(display.xdo('getwindowfocus').trim()).toBe(theirs);

  display.xdo('keydown', controlRight);
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  await expect.poll(async () => Math.abs((await hear(bo.page)).frequency - 440) < 5).toBe(true);
  display.xdo('keydown', 'a');
  display.xdo('keyup', 'a');
  expect(display.xdo('getwindowfocus').trim()).toBe(theirs);
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  display.xdo('keyup', controlRight);
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut', { timeout: 1_000 });
  await expect.poll(async () => (await hear(bo.page)).level).toBeLessThan(silence);
});

test('@x11 a mouse button opens and shuts the gate', async ({ world, start, display }) => {
  const ada = await start({
    env: { DISPLAY: display.name },
    settings: { talkBindings: [{ kind: 'mouse', button: 'forward' }], releaseDelay: 0 },
  });
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-source', 'uiohook');
  display.xdo('mousemove', '1590', '990');
  display.xdo('mousedown', '9');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  display.xdo('mouseup', '9');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut');
});

test('@x11 the hook process killed while the key is held: the gate shuts by itself', async ({
  world,
  start,
  display,
}) => {
  const ada = await start({ env: { DISPLAY: display.name } });
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-source', 'uiohook');
  display.xdo('keydown', controlRight);
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  await ada.app.evaluate(({ app }) => {
    const hook = app.getAppMetrics().find(({ name }) => name === 'Parley keys');
    if (hook === undefined) throw new Error('no hook process');
    process.kill(hook.pid, 'SIGKILL');
  });
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut', { timeout: 1_000 });
  display.xdo('keyup', controlRight);
});
