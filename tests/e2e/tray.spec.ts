import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** Keeps the last menu that the program gave its tray, by the same call on every runtime; the product knows nothing of it. */
async function watchTray(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Tray }) => {
    const holder = globalThis as unknown as { trayMenu?: Electron.Menu };
    const original = Tray.prototype.setContextMenu;
    Tray.prototype.setContextMenu = function setContextMenu(menu) {
      if (menu !== null) holder.trayMenu = menu;
      original.call(this, menu);
    };
  });
}

const labels = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(
    () => (globalThis as unknown as { trayMenu?: Electron.Menu }).trayMenu?.items.map(({ label }) => label) ?? [],
  );

const clickItem = (app: ElectronApplication, label: string): Promise<void> =>
  app.evaluate((_electron, wanted) => {
    const { trayMenu } = globalThis as unknown as { trayMenu?: Electron.Menu };
    trayMenu?.items.find((item) => item.label.startsWith(wanted))?.click();
  }, label);

test('the tray lists channels and people, follows joins and leaves within a second, and joins by a click', async ({
  world,
  start,
}) => {
  const ada = await start();
  await watchTray(ada.app);
  await ada.signIn(world, 'ada');
  await expect.poll(() => labels(ada.app)).toContain('Lobby');

  const bo = await start();
  await bo.signIn(world, 'bo');
  await bo.join('Lobby');
  await expect.poll(() => labels(ada.app), { timeout: 1_000, intervals: [50] }).toContain('    Bo Lindqvist');
  await bo.part('bar-button', { action: 'leave' }).click();
  await expect(bo.part('call-block')).toHaveAttribute('data-phase', 'idle');
  await expect.poll(() => labels(ada.app), { timeout: 1_000, intervals: [50] }).not.toContain('    Bo Lindqvist');

  await clickItem(ada.app, 'Stand-up');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await expect.poll(() => labels(ada.app)).toContain('Leave Stand-up');
  await clickItem(ada.app, 'Leave');
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'idle');
});

test('what would end a call is asked about first: signing out in the window, quitting in the tray', async ({
  world,
  start,
}) => {
  const ada = await start();
  await watchTray(ada.app);
  await ada.signIn(world, 'ada');
  await ada.join('Lobby');
  const { page } = ada;

  await page.keyboard.press('Control+K');
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await expect(ada.part('leaving')).toContainText('Lobby');
  await page.keyboard.press('Escape');
  await expect(ada.part('leaving')).toHaveCount(0);
  await expect(ada.part('call-block')).toHaveAttribute('data-phase', 'connected');

  await clickItem(ada.app, 'Quit');
  await expect(ada.part('leaving')).toContainText('Lobby');
  const ended = new Promise((resolve) => ada.app.process().once('exit', resolve));
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-action="leave-now"]')).toBeFocused();
  // The page may be gone before the key is up again.
  await page.keyboard.press('Enter').catch(() => undefined);
  await ended;
});
