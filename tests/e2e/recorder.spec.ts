import { expect, test } from './support/keys.ts';
import type { Program } from './support/program.ts';
import { has } from './support/test.ts';

test.skip(() => !has('Xvfb') || !has('xdotool'), 'Xvfb or xdotool is missing: no real key events');

/** Opens the settings and begins to record a talk key; the hook is there when this returns. */
async function record(program: Program): Promise<void> {
  await program.part('talk-keys').locator('[data-action="record"]').click();
  await expect(program.part('recorder')).toHaveAttribute('data-listening', 'true');
}
async function showKeys(program: Program): Promise<void> {
  await program.part('rail-button', { action: 'settings' }).click();
  await program.page.locator('[data-page="talk"]').click();
}

test('@x11 a key recorded in the settings talks, and Escape takes nothing but the recorder away', async ({
  world,
  start,
  display,
}) => {
  const ada = await start({ settings: { talkBindings: [], releaseDelay: 0 } });
  await ada.signIn(world, 'ada');
  await showKeys(ada);
  const recorder = ada.part('recorder');
  const keys = ada.part('talk-keys').getByRole('listitem');

  // Before the hook runs, nothing asks for a key; Escape is heard all the same.
  await ada.part('talk-keys').locator('[data-action="record"]').click();
  await ada.page.keyboard.press('Escape');
  await expect(recorder).toHaveCount(0);
  await record(ada);
  display.xdo('key', 'Escape');
  await expect(recorder).toHaveCount(0);
  await expect(ada.part('settings')).toBeVisible();

  // Space and Enter press the focused button where nobody holds them.
  for (const [key, name] of [
    ['space', 'Space'],
    ['Return', 'Enter'],
    ['F8', 'F8'],
  ] as const) {
    await record(ada);
    display.xdo('keydown', key);
    await expect(recorder).toContainText(name);
    display.xdo('keyup', key);
    await expect(recorder).toHaveCount(0);
    await expect(keys.last()).toContainText(name);
  }
  await expect(keys).toHaveCount(3);

  await ada.page.keyboard.press('Escape');
  await ada.join('Lobby');
  const gate = ada.part('mic-key');
  await expect(gate).toHaveAttribute('data-source', 'uiohook');
  display.xdo('keydown', 'F8');
  await expect(gate).toHaveAttribute('data-state', 'open');
  display.xdo('keyup', 'F8');
  await expect(gate).toHaveAttribute('data-state', 'shut');
});
