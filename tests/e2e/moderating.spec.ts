import { join } from 'node:path';
import type { Desktop } from '@parley/shared/ipc/contract';
import { hear, silence } from './support/hearing.ts';
import type { Program } from './support/program.ts';
import { expect, test } from './support/test.ts';
import { writeTone } from './support/tone.ts';
import type { World } from './support/world.ts';

// What a moderator does, in one program, to a person in another one: by keyboard alone, and the person sees it.

const name = 'Ada Okafor';
const notice = (program: Program, action: string) => program.part('notice', { reason: `moderated-${action}` });
const item = (program: Program, deed: string) => program.page.locator(`[data-deed="${deed}"][role="menuitem"]`);

/** A moderator and a member in the lobby; neither of them has touched a person yet. */
async function together(world: World, start: (options?: object) => Promise<Program>) {
  const root = await start();
  const ada = await start({
    microphone: writeTone(join(world.folder, 'moderated.wav'), 440),
    settings: { microphoneMode: 'alwaysOpen' },
  });
  await root.signIn(world, 'root');
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  await root.join('Lobby');
  // The server tells whom it has seen inside: from then on there is a menu.
  await expect(root.part('tile', { name }).locator('[data-action="more"]')).toBeAttached();
  return { root, ada };
}

/** To the person's tile by keys, and the menu open. */
async function openMenu({ page, part }: Program): Promise<void> {
  const tile = part('tile', { name });
  for (let step = 0; step < 4 && (await page.locator('[data-part="tile"]:focus').count()) === 0; step += 1) {
    await page.keyboard.press('F6');
    const stage = page.locator('[data-region="stage"]');
    if ((await stage.locator(':focus').count()) === 0) continue;
    for (let tab = 0; tab < 12 && (await page.locator('[data-part="tile"]:focus').count()) === 0; tab += 1) {
      await page.keyboard.press('Tab');
    }
  }
  await page.keyboard.press('Home');
  if ((await tile.and(page.locator(':focus')).count()) === 0) await page.keyboard.press('ArrowRight');
  await expect(tile).toBeFocused();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
}

async function choose(program: Program, deed: string): Promise<void> {
  for (let step = 0; step < 6 && !(await item(program, deed).evaluate((one) => one === document.activeElement));) {
    await program.page.keyboard.press('ArrowDown');
    step += 1;
  }
  await expect(item(program, deed)).toBeFocused();
  await program.page.keyboard.press('Enter');
  await expect(program.part('deed')).toBeVisible();
}

test('a moderator mutes a person and lifts it again, by keyboard alone; the person sees both', async ({
  world,
  start,
}) => {
  const { root, ada } = await together(world, start);
  await expect.poll(async () => (await hear(root.page)).level).toBeGreaterThan(-30);

  await openMenu(root);
  await choose(root, 'mute');
  // Without a reason nothing happens, and the field says so.
  await root.page.keyboard.press('Enter');
  await expect(root.part('deed')).toContainText('Say why.');
  await root.page.keyboard.type('Music in the background');
  await root.page.keyboard.press('Enter');
  await expect(root.part('deed')).toHaveCount(0);
  await expect(root.part('tile', { name })).toBeFocused();
  await expect(root.part('announcer')).toContainText(`${name} is muted for all.`);
  await expect(notice(ada, 'mute')).toContainText('The administrator muted you in Lobby');
  await expect(notice(ada, 'mute')).toContainText('Music in the background');
  await expect(notice(ada, 'mute')).toContainText('Until');
  await expect(ada.part('mic-key')).toContainText('by a moderator');
  await expect.poll(async () => (await hear(root.page)).level).toBeLessThan(silence);

  await expect(root.part('occupant', { name }).locator('[data-state="moderated"]').first()).toBeVisible();
  await openMenu(root);
  await expect(item(root, 'mute')).toHaveCount(0);
  await choose(root, 'unmute');
  await root.page.keyboard.press('Enter');
  await expect(notice(ada, 'unmute')).toBeVisible();
  await expect.poll(async () => (await hear(root.page)).level).toBeGreaterThan(-30);
});

test('a mute can be taken back at once', async ({ world, start }) => {
  const { root, ada } = await together(world, start);
  await openMenu(root);
  await choose(root, 'mute');
  await root.page.keyboard.type('A slip');
  await root.page.keyboard.press('Enter');
  await expect(ada.part('mic-key')).toContainText('by a moderator');
  // Ada's program may be told before the moderator's has its answer.
  await expect(root.part('announcer')).toContainText(`${name} is muted for all.`);
  await root.page.keyboard.press('Control+Z');
  await expect(root.part('announcer')).toContainText(`${name} can be heard again.`);
  await expect(notice(ada, 'unmute')).toBeVisible();
});

test('a moderator moves a person, and removes them, by keyboard alone', async ({ world, start }) => {
  const { root, ada } = await together(world, start);
  await openMenu(root);
  await choose(root, 'move');
  // The channel is the first thing; there is one other here.
  await expect(root.part('deed').locator('button.field')).toBeFocused();
  await expect(root.part('deed').locator('button.field')).toContainText('Stand-up');
  await root.page.keyboard.press('Tab');
  await root.page.keyboard.type('You are waited for');
  await root.page.keyboard.press('Enter');
  await expect(ada.channel('Stand-up')).toHaveAttribute('data-joined', 'true');
  await expect(notice(ada, 'move')).toContainText('You are waited for');
  await expect(root.part('announcer')).toContainText(`${name} was moved to Stand-up.`);
  // The tile is gone: the focus is still somewhere in the window.
  await expect(root.part('tile', { name })).toHaveCount(0);
  await expect.poll(() => root.page.evaluate(() => document.activeElement === document.body)).toBe(false);

  await root.join('Stand-up');
  await expect(root.part('tile', { name }).locator('[data-action="more"]')).toBeAttached();
  await openMenu(root);
  await choose(root, 'kick');
  await root.page.keyboard.type('Not now');
  await root.page.keyboard.press('Enter');
  const over = ada.part('empty', { reason: 'kicked' });
  await expect(over).toContainText('Not now');
  await expect(root.part('announcer')).toContainText(`${name} was removed from Stand-up.`);
});

test('a ban is set from the list of channels and lifted from the list of bans', async ({ world, start }) => {
  const { root, ada } = await together(world, start);
  const more = root.part('occupant', { name }).locator('[data-action="more"]');
  await more.focus();
  await root.page.keyboard.press('Enter');
  await choose(root, 'ban');
  await root.page.keyboard.type('Third warning');
  await root.page.keyboard.press('Tab');
  // The lengths are radio buttons: the arrows choose.
  for (let step = 0; step < 3; step += 1) await root.page.keyboard.press('ArrowRight');
  await root.page.keyboard.press('Enter');
  await expect(ada.part('empty', { reason: 'banned' })).toContainText('Third warning');
  await expect(ada.channel('Lobby')).toHaveAttribute('aria-disabled', 'true');

  await root.channel('Lobby').focus();
  await root.page.keyboard.press('Shift+F10');
  await expect(root.page.getByRole('menu')).toBeVisible();
  await item(root, 'restrictions').press('Enter');
  const list = root.part('restrictions');
  await expect(list).toContainText(name);
  await expect(list).toContainText('Third warning');
  await expect(list).toContainText('Until it is lifted.');
  await list.locator('[data-action="lift"]').press('Enter');
  await expect(list).toContainText('Nobody is muted or banned here.');
  await root.page.keyboard.press('Escape');
  await expect(root.channel('Lobby')).toBeFocused();
  await expect(ada.channel('Lobby')).not.toHaveAttribute('aria-disabled', 'true');
});

test('a moderator ends the call of a channel for all', async ({ world, start }) => {
  const { root, ada } = await together(world, start);
  await root.channel('Lobby').focus();
  await root.page.keyboard.press('Shift+F10');
  await expect(root.page.getByRole('menu')).toBeVisible();
  await choose(root, 'close');
  await root.page.keyboard.type('The lesson is over');
  await root.page.keyboard.press('Enter');
  await expect(ada.part('empty', { reason: 'channelClosed' })).toContainText('The lesson is over');
});

test('a member is offered nothing, and is refused by the server when they ask all the same', async ({
  world,
  start,
}) => {
  const { ada, root } = await together(world, start);
  await expect(ada.part('occupant', { name: 'The administrator' })).toBeVisible();
  await expect(ada.page.locator('[data-action="more"]')).toHaveCount(0);
  await ada.part('tile', { name: 'The administrator' }).focus();
  await ada.page.keyboard.press('Shift+F10');
  await ada.part('occupant', { name: 'The administrator' }).click({ button: 'right' });
  await ada.channel('Lobby').click({ button: 'right' });
  await expect(ada.page.getByRole('menu')).toHaveCount(0);

  const server = (await ada.page.locator('[data-part="server-button"]').getAttribute('data-server')) ?? '';
  const channelId = (await ada.channel('Lobby').getAttribute('data-channel-id')) ?? '';
  const answer = await ada.page.evaluate(
    ([profile, place]) =>
      (window as unknown as { desktop: Desktop }).desktop.moderation.act(profile, {
        kind: 'close',
        channelId: place,
        reason: 'I would like to',
      }),
    [server, channelId] as const,
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden', reason: 'moderationForbidden' } });
  await expect(root.part('call-block')).toHaveAttribute('data-phase', 'connected');
});
