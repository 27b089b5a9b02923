import type { Program } from './support/program.ts';
import { RoomServiceClient } from 'livekit-server-sdk';
import { startCoturn } from '../../server/test/coturn.ts';
import { runElectron } from '../standin/launch.ts';
import { expect, has, test } from './support/test.ts';
import { createWorld, type World } from './support/world.ts';
import { startArtistSpace } from '../fixtures/seeds/artistSpace.ts';
import { startStrippingProxy } from '../fixtures/strippingProxy.ts';
import { startWebchat } from '../fixtures/seeds/webchat.ts';
import type { SeedServer } from '../fixtures/seeds/seedServer.ts';

// The network doctor of the built program against real servers. What networks do to packets is shown in tests/lab.

async function openDoctor({ page }: Program): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.locator('[data-page="doctor"]').click();
}
async function examine(program: Program, address: string): Promise<void> {
  await program.part('doctor').getByLabel('Server address').fill(address);
  await program.page.locator('[data-action="check-network"]').click();
  await expect(program.part('doctor-verdict')).toBeVisible({ timeout: 60_000 });
}
const step = (program: Program, name: string) => program.part('check-step', { step: name });

test('before an account exists: each way is tried alone, and the verdict is in plain words', async ({
  start,
  world,
}) => {
  const program = await start();
  await openDoctor(program);
  await examine(program, world.address);
  const verdict = program.part('doctor-verdict');
  await expect(verdict).toHaveAttribute('data-summary', 'fine');
  await expect(verdict.getByRole('heading', { level: 2 }).first()).toHaveText('Voice works here: UDP');
  for (const name of ['proxy', 'name', 'tcp', 'answer', 'clock', 'upgrade', 'livekit', 'udp', 'iceTcp'])
    await expect(step(program, name)).toHaveAttribute('data-verdict', 'works');
  for (const name of ['udp', 'iceTcp']) await expect(step(program, name)).toContainText('0.0% lost');
  for (const name of ['tls', 'turnUdp', 'turnTcp', 'turnTls'])
    await expect(step(program, name)).toHaveAttribute('data-verdict', 'untried');
  await program.page.getByRole('button', { name: 'Technical detail' }).click();
  const report = (await verdict.locator('pre').textContent()) ?? '';
  expect(report).toContain(`udp 127.0.0.1:${world.livekit.ports.udp}`);
  expect(report).toContain(`tcp 127.0.0.1:${world.livekit.ports.tcp}`);
  expect(report).not.toMatch(/eyJ|near-|far-/);
});

test('a running call is not touched, and no microphone is opened', async ({ start, world }) => {
  const program = await start({ settings: { microphoneMode: 'alwaysOpen' } });
  await program.signIn(world, 'ada');
  await program.join('Lobby');
  const { httpUrl, apiKey, apiSecret } = world.livekit;
  const rooms = new RoomServiceClient(httpUrl, apiKey, apiSecret);
  const room = (await program.channel('Lobby').getAttribute('data-channel-id')) ?? '';
  const present = async () =>
    (await rooms.listParticipants(room)).map(({ sid, identity, tracks }) => [
      sid,
      identity,
      tracks.map((track) => track.sid),
    ]);
  await expect.poll(async () => (await present())[0]?.[2]).toHaveLength(1);
  const before = await present();
  const phases = program.page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const seen = new Set<string>();
        const look = (): void => {
          seen.add(document.querySelector('[data-part="call-block"]')?.getAttribute('data-phase') ?? 'none');
          if (document.querySelector('[data-part="doctor-verdict"]') === null) requestAnimationFrame(look);
          else resolve([...seen]);
        };
        look();
      }),
  );
  await openDoctor(program);
  await program.page.locator('[data-action="check-network"]').click();
  await expect(program.part('doctor-verdict')).toHaveAttribute('data-voice', 'works', { timeout: 60_000 });
  expect(await phases).toEqual(['connected']);
  expect(await present()).toEqual(before);
});

/** Signs in to a server of another kind by a pasted token, and joins a room of it. */
async function joinElsewhere({ page, part, join, channel }: Program, kind: string, { url }: SeedServer) {
  await page.locator('[data-action="edit-server"]').click();
  const form = part('server-form');
  await form.getByText(kind, { exact: true }).click();
  await form.getByLabel('Server address').fill(url);
  await form.getByLabel('Token', { exact: true }).fill('good');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[data-action="add-channel"]').click();
  await page.getByLabel('Room or channel id', { exact: true }).fill('lounge');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(channel('lounge')).toBeVisible();
  await join('lounge');
}
/** Everybody on LiveKit, by room, as the server itself counts them. Rooms without anybody end by themselves at some time. */
async function everybody({ livekit: { httpUrl, apiKey, apiSecret } }: World) {
  const service = new RoomServiceClient(httpUrl, apiKey, apiSecret);
  const people = async (room: string) =>
    (await service.listParticipants(room)).map(({ sid, identity }) => `${identity} ${sid}`);
  const all = await service.listRooms();
  const rooms = await Promise.all(all.map(async ({ name }) => [name, await people(name)] as const));
  return Object.fromEntries(rooms.filter(([, inside]) => inside.length > 0));
}

test('another kind of server, in a call there: each way is tried in a room that nobody else knows', async ({
  start,
  world,
}) => {
  const seed = await startArtistSpace({ main: world.livekit, meet: world.livekit, chat: world.livekit }, {});
  seed.bearers.set('good', { id: 'user-456', username: 'ada' });
  try {
    const program = await start();
    await joinElsewhere(program, 'Artist Space', seed);
    const before = await everybody(world);
    await openDoctor(program);
    await examine(program, seed.url);
    await expect(program.part('doctor-verdict')).toHaveAttribute('data-summary', 'fine');
    for (const name of ['livekit', 'udp', 'iceTcp'])
      await expect(step(program, name)).toHaveAttribute('data-verdict', 'works');
    for (const name of ['udp', 'iceTcp']) await expect(step(program, name)).toContainText('0.0% lost');
    await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected');
    await expect.poll(() => everybody(world)).toEqual(before);
  } finally {
    await seed.stop();
  }
});

test('a kind of server whose rooms are its channels: nobody enters one, and the step says why', async ({
  start,
  world,
}) => {
  const seed = await startWebchat(world.livekit, { lounge: 'voice' });
  seed.bearers.set('good', { id: 'user-456', username: 'ada' });
  try {
    const program = await start();
    await joinElsewhere(program, 'WebChat', seed);
    const before = await everybody(world);
    await openDoctor(program);
    await examine(program, seed.url);
    await expect(program.part('doctor-verdict')).toHaveAttribute('data-summary', 'noOwnRoom');
    await expect(step(program, 'livekit')).toHaveAttribute('data-verdict', 'works');
    await expect(step(program, 'udp')).toContainText('Every room of this server is a channel');
    await expect(step(program, 'iceTcp')).not.toContainText('Every room');
    await expect.poll(() => everybody(world)).toEqual(before);
  } finally {
    await seed.stop();
  }
});

test('a server without UDP, and what is left out or stopped @long', async ({ start }) => {
  const world = await createWorld({ forceTcp: true });
  try {
    const program = await start();
    await openDoctor(program);
    await examine(program, world.address);
    await expect(program.part('doctor-verdict').getByRole('heading', { level: 2 }).first()).toHaveText(
      'Voice works here: TCP',
    );
    await expect(step(program, 'udp')).toHaveAttribute('data-verdict', 'untried');
    // Nothing in it waits for what is not there: the step of LiveKit, whose server is stopped, is left out at once.
    process.kill(world.livekit.pid ?? 0, 'SIGSTOP');
    try {
      await program.page.locator('[data-action="check-network"]').click();
      await expect(step(program, 'livekit')).toHaveAttribute('data-verdict', 'trying');
      await program.page.locator('[data-action="stop-check"]').click();
      await expect(program.part('doctor-verdict')).toBeVisible({ timeout: 10_000 });
    } finally {
      process.kill(world.livekit.pid ?? 0, 'SIGCONT');
    }
  } finally {
    await world.stop();
  }
});

test('relays are tried one by one, and one that does not answer is named @coturn @long', async ({ start }) => {
  test.skip(!has('turnserver'), 'there is no TURN server: install coturn');
  const secret = 'the secret of a TURN server';
  const coturn = await startCoturn(secret);
  const world = await createWorld({
    turnServers: [
      { port: coturn.port, protocol: 'udp', secret },
      { port: coturn.port, protocol: 'tcp', secret },
      // Nothing listens there.
      { port: 1, protocol: 'tls', secret },
    ],
  });
  try {
    const program = await start();
    await openDoctor(program);
    await examine(program, world.address);
    await expect(step(program, 'turnUdp')).toHaveAttribute('data-verdict', 'works');
    await expect(step(program, 'turnTcp')).toHaveAttribute('data-verdict', 'works');
    await expect(step(program, 'turnTls')).toHaveAttribute('data-verdict', 'blocked');
    const report = await program.part('doctor-verdict').locator('pre').textContent();
    expect(report).toContain('TURN-UDP by udp');
    expect(report).toContain('TURN-TCP by tcp');
  } finally {
    await world.stop();
    await coturn.stop();
  }
});

test('a server that is away is named on the sign-in page, and the doctor opens from there', async ({ start }) => {
  const program = await start();
  const form = program.part('sign-in');
  await form.getByLabel('Server address').fill('http://127.0.0.1:1');
  await form.getByLabel('Login').fill('ada');
  await form.getByLabel('Password').fill('correct horse ada');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await form.locator('[data-action="open-doctor"]').click();
  await expect(program.part('doctor-verdict')).toHaveAttribute('data-voice', 'blocked', { timeout: 60_000 });
  await expect(program.part('doctor-verdict').getByRole('listitem')).toHaveText('tcp 127.0.0.1:1');
});

test('on the command line: JSON, and an exit code, beside a program that runs', async ({ start, world }) => {
  const program = await start();
  const run = (...args: string[]) =>
    runElectron(['.', 'doctor', ...args], { HOME: program.userData, LANG: 'de_DE.UTF-8' });
  // A proxy that strips `Upgrade` stands before the one that the events would come through; the voice works.
  const proxy = await startStrippingProxy(() => Number(new URL(world.address).port));
  const { code, out } = await run('--json', world.address);
  const told = JSON.parse(out) as { voice: string; path: string; steps: { name: string; verdict: string }[] };
  expect(code).toBe(0);
  expect(told).toMatchObject({ server: world.address, voice: 'works', summary: 'fine', path: 'udp', asks: [] });
  expect(told.steps).toHaveLength(14);
  expect(out).not.toMatch(/eyJ/);
  const [away, none, nobody, help, stripped] = await Promise.all([
    run('http://127.0.0.1:1'),
    run('--json', 'not an address'),
    run('--json'),
    run('--help'),
    run('--json', `http://127.0.0.1:${proxy.port}`),
  ]);
  proxy.stop();
  expect(away.code).toBe(1);
  expect(away.out).toContain('To be let through: tcp 127.0.0.1:1');
  expect(none.code).toBe(2);
  expect(JSON.parse(nobody.out)).toMatchObject({ error: 'noServer' });
  expect(nobody.code).toBe(2);
  expect(help).toMatchObject({ code: 0, out: expect.stringContaining('parley doctor ends with') });
  expect(JSON.parse(stripped.out)).toMatchObject({ voice: 'works', summary: 'upgradeStripped' });
  expect(stripped.code).toBe(1);
  await expect(program.part('sign-in')).toBeVisible();
});

test('by keyboard alone: the way to the page, the check, and the report', async ({ start, world }) => {
  const program = await start();
  const { page } = program;
  const tabTo = async (selector: string, key = 'Tab'): Promise<void> => {
    for (let stroke = 0; stroke < 60; stroke += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${key} never reaches ${selector}`);
  };
  await expect(program.part('sign-in')).toBeVisible();
  await tabTo('[data-action="settings"]');
  await page.keyboard.press('Enter');
  // One stop of Tab for all pages, arrows among them.
  await tabTo('[data-roving]');
  await tabTo('[data-page="doctor"]', 'ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo('[data-part="doctor"] input');
  await page.keyboard.type(world.address);
  await page.keyboard.press('Enter');
  await expect(program.part('doctor-verdict')).toHaveAttribute('data-voice', 'works', { timeout: 60_000 });
  await tabTo('[data-action="copy-report"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-action="copy-report"]')).toHaveText('Copied');
});
