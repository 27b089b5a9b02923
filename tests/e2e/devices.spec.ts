import { join } from 'node:path';
import { startSound, type SoundServer } from './support/desktop.ts';
import { expect, has, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';

test.skip(() => !has('pulseaudio') || !has('parec'), 'PulseAudio is missing: no devices to choose between');

let sound: SoundServer;
test.beforeEach(async () => {
  sound = await startSound(['desk', 'headset']);
});
test.afterEach(() => sound.stop());

test('@pulse the output chosen in the interface is the one by which sound really leaves', async ({ world, start }) => {
  const bo = await start({
    microphone: writeTone(join(world.folder, '880.wav'), 880),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  const ada = await start({ realDevices: true, env: sound.environment });
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Lobby');
  await bo.join('Lobby');

  for (const [chosen, other] of [
    ['headset', 'desk'],
    ['desk', 'headset'],
  ] as const) {
    await ada.part('voice-bar').locator('[data-part="device-button"][data-kind="audiooutput"]').click();
    await ada.page
      .getByRole('menuitemradio', { name: new RegExp(chosen) })
      .first()
      .click();
    await expect.poll(() => sound.level(chosen), { timeout: 20_000 }).toBeGreaterThan(-35);
    await expect.poll(() => sound.level(other)).toBeLessThan(-60);
  }
});
