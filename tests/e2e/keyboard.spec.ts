import type { Page } from '@playwright/test';
import { join } from 'node:path';
import { hear, silence } from './support/hearing.ts';
import { expect, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';

/** Presses Tab until the focus is on what is wanted, as somebody without a mouse does. */
async function tabTo(page: Page, selector: string, key: 'Tab' | 'ArrowDown' | 'F6' = 'Tab'): Promise<void> {
  for (let stroke = 0; stroke < 40; stroke += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${selector}`);
}

test('the whole way by keyboard alone: sign in, join, talk, mute, share, leave, quit', async ({ world, start }) => {
  const microphone = writeTone(join(world.folder, 'keyboard.wav'), 620);
  const bo = await start({ settings: { introduced: true } });
  await bo.signIn(world, 'bo');
  await bo.join('Lobby');
  const ada = await start({
    microphone,
    settings: { talkBindings: [{ kind: 'key', code: 'F8' }], introduced: true },
    args: ['--auto-select-desktop-capture-source=Entire screen'],
  });
  const { page } = ada;
  const person = world.people.ada;

  // Sign in: the fields in their order, Enter sends.
  await expect(ada.part('sign-in')).toBeVisible();
  await tabTo(page, '[data-part="sign-in"] input');
  await page.keyboard.type(world.address);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expect(ada.channel('Lobby')).toBeVisible();

  // Join: one stop of Tab for the whole list, arrows inside it.
  await tabTo(page, '[data-part="channel-list"] [data-roving]');
  await tabTo(page, '[data-channel-name="Lobby"]', 'ArrowDown');
  await page.keyboard.press('Enter');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');

  // Talk: the talk key while the window has the focus, then the key on the voice bar.
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut');
  for (const [reach, key] of [
    [async () => undefined, 'F8'],
    [async () => tabTo(page, '[data-part="mic-key"]'), ' '],
  ] as const) {
    await reach();
    await page.keyboard.down(key);
    await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
    await expect.poll(async () => Math.abs((await hear(bo.page)).frequency - 620) < 5).toBe(true);
    await page.keyboard.up(key);
    await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut');
    await expect.poll(async () => (await hear(bo.page)).level).toBeLessThan(silence);
  }

  // Mute and unmute, and the same from the palette.
  await page.keyboard.press('Control+Shift+M');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'muted');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('unmute');
  await page.keyboard.press('Enter');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'shut');

  // Share: the picker takes the focus; arrows choose, Enter on the button shares.
  await page.keyboard.press('Control+Shift+S');
  await expect(ada.part('screen-picker')).toBeVisible();
  await expect(ada.part('screen-source').first()).toBeVisible();
  await tabTo(page, '[data-part="screen-source"]');
  await page.keyboard.press('Space');
  await tabTo(page, '[data-part="screen-picker"] footer .is-primary');
  await page.keyboard.press('Enter');
  await expect(bo.part('screen')).toBeVisible();
  await page.keyboard.press('Control+Shift+S');
  await expect(bo.part('screen')).toHaveCount(0);

  // Quit in the middle of it: asked about, and the harmless answer has the focus.
  await page.keyboard.press('Control+Q');
  await expect(ada.part('leaving')).toBeVisible();
  await expect(page.locator('[data-action="stay"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(ada.part('leaving')).toHaveCount(0);
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');

  // Leave, take it back, leave.
  await page.keyboard.press('Control+Shift+L');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'idle');
  await page.keyboard.press('Control+Z');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await tabTo(page, '[data-action="leave"]');
  await page.keyboard.press('Enter');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'idle');

  // Quit: the program ends by itself.
  const ended = new Promise((resolve) => ada.app.process().once('exit', resolve));
  // The page may be gone before the key is up again.
  await page.keyboard.press('Control+Q').catch(() => undefined);
  await ended;
});

test('a new person is through the first minute by keyboard alone', async ({ world, start }) => {
  const ada = await start({ settings: { introduced: false } });
  const { page } = ada;
  await ada.signIn(world, 'ada');
  await expect(ada.part('first-run', { step: '2' })).toBeVisible();
  await expect(page.locator('[data-heard="true"]')).toBeVisible();
  await tabTo(page, '[data-action="next"]');
  await page.keyboard.press('Enter');
  await expect(ada.part('first-run', { step: '3' })).toBeVisible();
  await tabTo(page, '[data-action="finish"]');
  await page.keyboard.press('Enter');
  await expect(ada.part('empty', { reason: 'idle' })).toBeVisible();
});
