import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { hear, silence } from './support/hearing.ts';
import type { Program } from './support/program.ts';
import { expect, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';

const holdKey = async (program: Program): Promise<void> => {
  await program.part('mic-key').hover();
  await program.page.mouse.down();
};
const releaseKey = (page: Page): Promise<void> => page.mouse.up();

test('two accounts in one channel hear each other while a key is held, and nothing when it is up', async ({
  world,
  start,
}) => {
  const ada = await start({ microphone: writeTone(join(world.folder, '440.wav'), 440) });
  const bo = await start({ microphone: writeTone(join(world.folder, '880.wav'), 880) });
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Lobby');
  await bo.join('Lobby');
  await expect(ada.part('path-chip')).toHaveAttribute('data-path', 'UDP');
  await expect(ada.part('tile')).toHaveCount(2);
  await expect(bo.part('tile')).toHaveCount(2);

  for (const [speaker, listener, frequency] of [
    [ada, bo, 440],
    [bo, ada, 880],
  ] as const) {
    await expect(speaker.part('mic-key')).toHaveAttribute('data-state', 'shut');
    await expect.poll(async () => (await hear(listener.page)).level).toBeLessThan(silence);
    await holdKey(speaker);
    await expect(speaker.part('mic-key')).toHaveAttribute('data-state', 'open');
    await expect
      .poll(async () => {
        const { frequency: heard, level } = await hear(listener.page);
        return Math.abs(heard - frequency) < 5 && level > -30;
      })
      .toBe(true);
    await expect(listener.part('tile', { speaking: 'true' })).toBeVisible();
    await releaseKey(speaker.page);
    await expect(speaker.part('mic-key')).toHaveAttribute('data-state', 'shut');
    await expect.poll(async () => (await hear(listener.page)).level).toBeLessThan(silence);
  }

  await bo.part('bar-button', { action: 'leave' }).click();
  await expect(ada.part('tile')).toHaveCount(1);
  await expect(bo.part('call-block')).toHaveAttribute('data-phase', 'idle');
});

test('mute shuts the microphone whatever is held, and deafen silences the others', async ({ world, start }) => {
  const ada = await start({ microphone: writeTone(join(world.folder, '440.wav'), 440) });
  const bo = await start({
    microphone: writeTone(join(world.folder, '880.wav'), 880),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Stand-up');
  await bo.join('Stand-up');
  await expect.poll(async () => (await hear(ada.page)).level).toBeGreaterThan(-30);

  await ada.part('bar-button', { action: 'mute' }).click();
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'muted');
  await holdKey(ada);
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'muted');
  expect((await hear(bo.page)).level).toBeLessThan(silence);
  await releaseKey(ada.page);

  await ada.part('bar-button', { action: 'deafen' }).click();
  await expect
    .poll(() =>
      ada.page.evaluate(() =>
        [...document.querySelectorAll('audio')].every((audio) => audio.muted || audio.volume === 0),
      ),
    )
    .toBe(true);
  // The other program is told, by the server, and shows it wherever people are.
  const shown = (place: 'tile' | 'occupant', state: string) =>
    bo.part(place, { name: 'Ada Okafor' }).locator(`.glyph[data-state="${state}"]`);
  for (const place of ['tile', 'occupant'] as const) await expect(shown(place, 'deafened')).toBeVisible();
  await bo.part('bar-button', { action: 'mute' }).click();
  await ada.part('bar-button', { action: 'deafen' }).click();
  for (const place of ['tile', 'occupant'] as const) await expect(shown(place, 'muted')).toBeVisible();
  await expect.poll(async () => (await hear(ada.page)).level).toBeLessThan(silence);
});

test('the screen that one account shares is seen by the other with real frames', async ({ world, start }) => {
  const ada = await start();
  const bo = await start();
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Lobby');
  await bo.join('Lobby');
  await ada.part('bar-button', { action: 'share' }).click();
  const picker = ada.part('screen-picker');
  await picker.locator('[data-part="screen-source"][data-kind="screen"]').first().click();
  await picker.getByRole('button', { name: 'Share' }).click();

  const video = bo.part('screen').locator('video');
  await expect(video).toBeVisible();
  const frames = (): Promise<number> =>
    video.evaluate((element: HTMLVideoElement) => element.getVideoPlaybackQuality().totalVideoFrames);
  await expect.poll(frames).toBeGreaterThan(2);
  const pixels = await video.evaluate((element: HTMLVideoElement) => {
    const canvas = new OffscreenCanvas(64, 36);
    const context = canvas.getContext('2d');
    context?.drawImage(element, 0, 0, 64, 36);
    const data = context?.getImageData(0, 0, 64, 36).data ?? new Uint8ClampedArray();
    return {
      width: element.videoWidth,
      colours: new Set(Array.from({ length: 64 * 36 }, (_, i) => data.slice(i * 4, i * 4 + 3).join())).size,
    };
  });
  expect(pixels.width).toBeGreaterThan(300);
  expect(pixels.colours).toBeGreaterThan(8);

  await ada.part('bar-button', { action: 'share' }).click();
  await expect(bo.part('screen')).toHaveCount(0);
});
