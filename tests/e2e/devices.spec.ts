import { join } from 'node:path';
import { startSound, type SoundServer } from './support/desktop.ts';
import { expect, has, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';

test('a microphone that is refused: the call goes on listening, says why, and opens once it is allowed', async ({
  world,
  start,
}) => {
  const ada = await start({ settings: { microphoneMode: 'alwaysOpen' } });
  // What a system's own refusal looks like to the page. The program's handlers are put aside, not asked.
  const allow = (allowed: boolean): Promise<void> =>
    ada.app.evaluate(({ session }, answer) => {
      session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(answer));
      session.defaultSession.setPermissionCheckHandler(() => answer);
    }, allowed);
  await allow(false);
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'trouble');
  await expect(ada.part('notice', { reason: 'microphoneRefused' })).toBeVisible();
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await allow(true);
  await ada.part('mic-key').click();
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  await expect(ada.part('notice', { reason: 'microphoneRefused' })).toHaveCount(0);
});

test('no microphone at all: the call is joined, heard, and says what is missing', async ({ world, start }) => {
  const bo = await start({ settings: { microphoneMode: 'alwaysOpen' } });
  const ada = await start({ realDevices: true, env: { PULSE_SERVER: 'unix:/nonexistent' } });
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'trouble');
  await expect(ada.part('notice', { reason: 'microphoneAbsent' })).toBeVisible();
  await bo.join('Lobby');
  await expect(ada.part('tile', { name: 'Bo Lindqvist' })).toHaveAttribute('data-speaking', 'true');
});

let sound: SoundServer | null = null;
test.afterEach(async () => {
  await sound?.stop();
  sound = null;
});

test('@pulse the output chosen in the interface is the one by which sound really leaves', async ({ world, start }) => {
  test.skip(!has('pulseaudio') || !has('parec'), 'PulseAudio is missing: no devices to choose between');
  const playing = await startSound(['desk', 'headset']);
  sound = playing;
  const bo = await start({
    microphone: writeTone(join(world.folder, '880.wav'), 880),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  const ada = await start({ realDevices: true, env: playing.environment });
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
    await expect.poll(() => playing.level(chosen), { timeout: 20_000 }).toBeGreaterThan(-35);
    await expect.poll(() => playing.level(other)).toBeLessThan(-60);
  }
});

test('@pulse the microphone\u2019s slider: automatic gain leaves it, what something else moves is told and put back', async ({
  world,
  start,
}) => {
  test.skip(!has('pulseaudio') || !has('pactl'), 'PulseAudio is missing: no slider to move');
  const mixer = await startSound(['desk']);
  sound = mixer;
  const slider = (): string => /(\d+)%/.exec(mixer.control('get-source-volume', 'micsrc'))?.[1] ?? '';
  mixer.control('set-default-source', 'micsrc');
  mixer.control('set-source-volume', 'micsrc', '100%');
  const ada = await start({
    realDevices: true,
    env: mixer.environment,
    settings: { microphoneMode: 'alwaysOpen', autoGain: true, noiseSuppression: 'browser' },
  });
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');

  // Clipped sound: what Chromium's gain control answers by turning the slider down, within two seconds.
  const loud = mixer.play(
    'mic',
    Float32Array.from({ length: 48_000 }, (_, i) => (i % 160 < 80 ? 1 : -1)),
  );
  await ada.page.waitForTimeout(4_000);
  expect(slider()).toBe('100');
  loud.stop();
  const notice = ada.part('notice', { reason: 'input-moved' });
  await expect(notice).toHaveCount(0);

  mixer.control('set-source-volume', 'micsrc', '34%');
  await expect(notice).toContainText('34%');
  await notice.locator('[data-action="restore-input"]').click();
  await expect.poll(slider).toBe('100');
  await expect(notice).toHaveCount(0);

  mixer.control('set-source-mute', 'micsrc', '1');
  await expect(notice).toContainText('muted');
  await notice.locator('[data-action="restore-input"]').click();
  await expect.poll(() => mixer.control('get-source-mute', 'micsrc')).toContain('no');

  // Whoever meant it is not asked again.
  mixer.control('set-source-volume', 'micsrc', '60%');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
  expect(slider()).toBe('60');
});
