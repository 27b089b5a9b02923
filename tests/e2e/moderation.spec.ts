import { join } from 'node:path';
import { hear, silence } from './support/hearing.ts';
import type { Program } from './support/program.ts';
import { expect, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';
import type { ServerApi, World } from './support/world.ts';

/** A moderator, for whom `program` has the ids of channels, and who knows the person's account. */
async function moderatorOf(world: World, program: Program) {
  const api: ServerApi = await world.api('root');
  const { accounts } = (await api.get('/api/accounts')) as { accounts: { id: string; login: string }[] };
  const channelId = async (name: string): Promise<string> =>
    (await program.channel(name).getAttribute('data-channel-id')) ?? '';
  return {
    channelId,
    async act(action: string, channel: string, login: string, more: Record<string, unknown> = {}) {
      const accountId = accounts.find((account) => account.login === login)?.id;
      await api.post(`/api/channels/${await channelId(channel)}/${action}`, { accountId, ...more });
    },
  };
}
const notice = (program: Program, action: string) => program.part('notice', { reason: `moderated-${action}` });

test('a hard mute silences, says who and why, resists the mute key, and is lifted with the voice back', async ({
  world,
  start,
}) => {
  const ada = await start({
    microphone: writeTone(join(world.folder, '440.wav'), 440),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  const bo = await start();
  await ada.signIn(world, 'ada');
  await bo.signIn(world, 'bo');
  await ada.join('Lobby');
  await bo.join('Lobby');
  const heard = async (): Promise<number> => (await hear(bo.page)).level;
  await expect.poll(heard).toBeGreaterThan(-30);

  const moderator = await moderatorOf(world, ada);
  await moderator.act('mute', 'Lobby', 'ada', { reason: 'Too <b>loud</b>' });
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'muted');
  await expect(ada.part('mic-key')).toContainText('by a moderator');
  await expect(notice(ada, 'mute')).toContainText('The administrator muted you in Lobby');
  await expect(notice(ada, 'mute')).toContainText('Too <b>loud</b>');
  await expect.poll(heard).toBeLessThan(silence);
  // The glyph, for whoever sees the list.
  await expect(bo.part('occupant', { name: 'Ada Okafor' }).locator('[data-state="moderated"]').first()).toBeVisible();

  await ada.part('bar-button', { action: 'mute' }).click();
  await ada.part('bar-button', { action: 'mute' }).click();
  await ada.part('mic-key').click();
  await expect(ada.part('mic-key')).toContainText('by a moderator');
  expect(await heard()).toBeLessThan(silence);

  await moderator.act('unmute', 'Lobby', 'ada', { reason: 'Agreed' });
  await expect(notice(ada, 'unmute')).toContainText('Agreed');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  await expect.poll(heard).toBeGreaterThan(-30);
  expect(ada.logs()).not.toContain('was not understood');
});

test('who is muted joins as a listener, is not published, and speaks when the mute is lifted', async ({
  world,
  start,
}) => {
  const ada = await start({ settings: { microphoneMode: 'alwaysOpen' } });
  await ada.signIn(world, 'ada');
  const moderator = await moderatorOf(world, ada);
  await moderator.act('mute', 'Stand-up', 'ada', { reason: 'Quiet, please', seconds: 3600 });
  await expect(notice(ada, 'mute')).toContainText('Until');
  await ada.join('Stand-up');
  await expect(ada.part('mic-key')).toContainText('by a moderator');
  await expect(ada.part('tile').locator('[data-state="moderated"]')).toBeVisible();
  await expect(ada.page.locator('[data-tone="error"]')).toHaveCount(0);
  await moderator.act('unmute', 'Stand-up', 'ada');
  await expect(ada.part('mic-key')).toHaveAttribute('data-state', 'open');
  expect(ada.logs()).not.toContain('publishing the microphone');
});

test('a kick ends the call with the reason, and joining again works', async ({ world, start }) => {
  const ada = await start();
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  const moderator = await moderatorOf(world, ada);
  await moderator.act('kick', 'Lobby', 'ada', { reason: 'Music in the background' });
  const over = ada.part('empty', { reason: 'kicked' });
  await expect(over).toContainText('Music in the background');
  await expect(over).toContainText('The administrator');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'ended');
  await over.getByRole('button', { name: 'Join again' }).click();
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');
});

test('a closed channel says who closed it and why', async ({ world, start }) => {
  const ada = await start();
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  const moderator = await moderatorOf(world, ada);
  // The server tells whom it has seen inside.
  await expect(ada.part('occupant', { name: 'Ada Okafor' })).toBeVisible();
  const api = await world.api('root');
  await api.post(`/api/channels/${await moderator.channelId('Lobby')}/close`, { reason: 'The lesson is over' });
  await expect(ada.part('empty', { reason: 'channelClosed' })).toContainText('The lesson is over');
});

test('a move takes the person along, and says who did it', async ({ world, start }) => {
  const ada = await start();
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  const moderator = await moderatorOf(world, ada);
  const toChannelId = await moderator.channelId('Stand-up');
  await moderator.act('move', 'Lobby', 'ada', { toChannelId, reason: 'You are waited for' });
  await expect(ada.channel('Stand-up')).toHaveAttribute('data-joined', 'true');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await expect(notice(ada, 'move')).toContainText('The administrator moved you to Stand-up');
  await expect(notice(ada, 'move')).toContainText('You are waited for');
});

test('a ban ends the call with reason and end, and joining is refused until it is lifted', async ({ world, start }) => {
  const ada = await start();
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  const moderator = await moderatorOf(world, ada);
  await moderator.act('ban', 'Lobby', 'ada', { reason: 'Third warning', seconds: 3600 });
  const over = ada.part('empty', { reason: 'banned' });
  await expect(over).toContainText('Third warning');
  await expect(over).toContainText('Until');
  await expect(over.getByRole('button', { name: 'Join again' })).toHaveCount(0);

  const row = ada.channel('Lobby');
  await expect(row).toHaveAttribute('aria-disabled', 'true');
  await expect(row).toHaveAttribute('title', /may not join/);
  // What is disabled for a reader is still there for a pointer.
  await row.click({ force: true });
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'ended');
  // As a menu would ask for it that was open while the ban came.
  const channelId = await moderator.channelId('Lobby');
  const server = (await ada.page.locator('[data-part="server-button"]').getAttribute('data-server')) ?? '';
  await ada.app.evaluate(
    ({ BrowserWindow }, place) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send('call.command', { kind: 'join', ...place }),
    { server, channelId },
  );
  await expect(ada.part('empty', { reason: 'joinForbidden' })).toContainText('You may not join this channel.');

  await moderator.act('unban', 'Lobby', 'ada');
  await expect(notice(ada, 'unban')).toBeVisible();
  await expect(row).not.toHaveAttribute('aria-disabled', 'true');
  await ada.join('Lobby');
});
