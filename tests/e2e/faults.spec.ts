import { RoomServiceClient } from 'livekit-server-sdk';
import { expect, test } from './support/test.ts';
import { createWorld, type World } from './support/world.ts';

// Servers that are killed are these specs' own.
let world: World;
test.beforeEach(async () => {
  world = await createWorld();
});
test.afterEach(() => world.stop());

test('LiveKit down: the join fails with one clear message, and works when it is back', async ({ start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await world.livekit.kill();
  await program.channel('Lobby').click();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'failed', { timeout: 30_000 });
  await expect(
    program.page.locator('[data-reason="voiceServerDown"], [data-reason="portClosed"]').first(),
  ).toBeVisible();
  await world.livekit.restart();
  await expect(async () => {
    await program.channel('Lobby').click();
    await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected', { timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
});

test('LiveKit restarted during a call: reconnecting is shown, then the call goes on', async ({ start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  await world.livekit.kill();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'reconnecting', { timeout: 30_000 });
  await expect(program.part('mic-key')).not.toHaveAttribute('data-state', 'open');
  await world.livekit.restart();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected', { timeout: 45_000 });
});

test('the channel is deleted while inside: the call ends and says so, nothing is left', async ({ start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  const administrator = await world.api('root');
  const { id } = (await administrator.post('/api/channels', { name: 'Doomed', kind: 'voice' })) as { id: string };
  await program.join('Doomed');
  await administrator.delete(`/api/channels/${id}`);
  await expect(program.page.locator('[data-reason="channelDeleted"]').first()).toBeVisible();
  await expect(program.channel('Doomed')).toHaveCount(0);
  await program.join('Lobby');
});

test('Parley server away during a call: the call goes on, the list says so and comes back by itself', async ({
  start,
}) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  await world.stopServer();
  await expect(program.page.locator('[data-reason="channels-offline"]').first()).toBeVisible({ timeout: 30_000 });
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await world.startServer();
  await expect(program.page.locator('[data-reason="channels-offline"]')).toHaveCount(0, { timeout: 30_000 });
});

test('quitting during a call leaves nobody behind in it', async ({ start }) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  const { httpUrl, apiKey, apiSecret } = world.livekit;
  const rooms = new RoomServiceClient(httpUrl, apiKey, apiSecret);
  const room = await program.channel('Lobby').getAttribute('data-channel-id');
  const present = async (): Promise<number> => (await rooms.listParticipants(room ?? '')).length;
  expect(await present()).toBe(1);
  await program.close();
  await expect.poll(present, { timeout: 3_000 }).toBe(0);
});

test('the page hangs during a call and is ended: it is loaded again, the call is over, and is offered again', async ({
  start,
}) => {
  const program = await start();
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  const room = (await program.channel('Lobby').getAttribute('data-channel-id')) ?? '';
  const { httpUrl, apiKey, apiSecret } = world.livekit;
  const rooms = new RoomServiceClient(httpUrl, apiKey, apiSecret);
  const present = async (): Promise<number> => (await rooms.listParticipants(room)).length;
  expect(await present()).toBe(1);
  await program.app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => resolve());
        // Main does the same after 25 s (electron/main/windows/watchPage.ts).
        void contents?.executeJavaScript('for (;;);').catch(() => undefined);
        setTimeout(() => contents?.forcefullyCrashRenderer(), 500);
      }),
  );
  // Playwright's page died with the crash; the program itself is asked about the new one, and LiveKit about the call.
  const inPage = (code: string): Promise<unknown> =>
    program.app.evaluate(
      ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
      code,
    );
  const phase = (): Promise<unknown> => inPage(`document.querySelector('[data-part="call-block"]')?.dataset.phase`);
  await expect.poll(phase).toBe('idle');
  const press = `(() => {
    const button = document.querySelector('[data-action="join-again"]');
    button?.click();
    return button !== null;
  })()`;
  await expect.poll(() => inPage(press)).toBe(true);
  await expect.poll(phase).toBe('connected');
  expect(await present()).toBe(1);
});
