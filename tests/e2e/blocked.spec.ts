import { createServer } from 'node:https';
import { createAuthority } from '../fixtures/certificates.ts';
import { freePort } from '../fixtures/freePort.ts';
import { startStrippingProxy } from '../fixtures/strippingProxy.ts';
import { expect, test } from './support/test.ts';
import { createWorld } from './support/world.ts';

// Ways on which something stands: the program says what, and does what can be done all the same.

test('upgrades are stripped before the server: the channels are there all the same, and can be joined', async ({
  start,
  stopAfter,
  world,
}) => {
  const proxy = await startStrippingProxy(() => Number(new URL(world.address).port));
  stopAfter({ stop: async () => proxy.stop() });
  const program = await start();
  await program.signIn({ ...world, address: `http://127.0.0.1:${proxy.port}` }, 'ada');
  const notice = program.page.locator('[data-reason="channels-polling"]').first();
  await expect(notice).toContainText('Something on the way keeps WebSockets from getting through.');
  await program.join('Lobby');
  await program.page.getByRole('button', { name: 'Settings' }).first().click();
  await program.page.locator('[data-page="doctor"]').click();
  await program.page.locator('[data-action="check-network"]').click();
  const verdict = program.part('doctor-verdict');
  await expect(verdict).toHaveAttribute('data-summary', 'upgradeStripped', { timeout: 60_000 });
  await expect(verdict).toHaveAttribute('data-voice', 'works');
});

test('the certificate of the voice server has expired: the failed call says so, and so does the doctor', async ({
  start,
  stopAfter,
}) => {
  const authority = createAuthority();
  const port = await freePort();
  const server = createServer(authority.issue(['IP:127.0.0.1'], -2)).listen(port, '127.0.0.1');
  const world = stopAfter(await createWorld({ voiceUrl: `wss://127.0.0.1:${port}` }));
  try {
    const program = await start();
    await program.signIn(world, 'ada');
    const clicked = Date.now();
    await program.channel('Lobby').click();
    const failure = program.page.locator('[data-reason="certificateExpired"]').first();
    await expect(failure).toContainText('The server’s certificate has expired.', { timeout: 30_000 });
    expect(Date.now() - clicked).toBeLessThan(10_000);
    await expect(program.part('voice-server')).toContainText(`127.0.0.1:${port}`);
    await program.page.locator('[data-action="open-doctor"]').click();
    const verdict = program.part('doctor-verdict');
    await expect(verdict).toHaveAttribute('data-summary', 'certificateExpired', { timeout: 60_000 });
  } finally {
    server.close();
    authority.remove();
  }
});
