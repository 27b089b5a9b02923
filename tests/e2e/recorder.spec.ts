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

  // Both lamps are lit for a moment once both edges were seen: everything that they ever showed.
  await ada.page.evaluate(() => {
    const seen = new Set<string>();
    Reflect.set(window, 'lampsSeen', seen);
    const look = (): void => {
      const lamps = [...document.querySelectorAll('[data-part="edge-lamp"]')];
      seen.add(lamps.map((lamp) => (lamp.hasAttribute('data-lit') ? 'lit' : 'dark')).join(' '));
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });

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
  const seen = await ada.page.evaluate(() => [...(Reflect.get(window, 'lampsSeen') as Set<string>)]);
  expect(seen).toEqual(expect.arrayContaining(['dark dark', 'lit dark', 'lit lit']));

  // A combination with a key that talks is stored, and it is said that the key acts as well.
  await ada.part('action-card').locator('summary').click();
  const mute = ada.part('action-keys', { 'keys-of': 'mute' });
  await mute.locator('[data-action="record-mute"]').click();
  await expect(recorder).toHaveAttribute('data-listening', 'true');
  display.xdo('key', 'ctrl+F8');
  await expect(recorder).toHaveCount(0);
  await expect(mute.locator('[data-part="warning"]')).toContainText('Also acts with F8');

  await ada.page.keyboard.press('Escape');
  await ada.join('Lobby');
  const gate = ada.part('mic-key');
  await expect(gate).toHaveAttribute('data-source', 'uiohook');
  display.xdo('keydown', 'F8');
  await expect(gate).toHaveAttribute('data-state', 'open');
  display.xdo('keyup', 'F8');
  await expect(gate).toHaveAttribute('data-state', 'shut');
});
