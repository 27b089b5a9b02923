import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type Authority } from '../fixtures/certificates.ts';
import { startTlsFront, type TlsFront } from '../fixtures/tlsFront.ts';
import type { Program } from './support/program.ts';
import { expect, has, test } from './support/test.ts';
import { createWorld, type World } from './support/world.ts';

// Parley server and LiveKit behind TLS whose certificate is signed by a private authority. Backend, its event stream (of main) and signalling
// (of the page) all have to trust it. Relays: relayAuthority.spec.ts.
let authority: Authority;
let front: TlsFront;
let liveKitFront: TlsFront;
let world: World;
/** The same world, at the address that has TLS. */
let secured: World;
let folder = '';

test.skip(!has('openssl'), 'openssl is missing: there is no certificate');
test.beforeAll(async () => {
  authority = createAuthority();
  folder = mkdtempSync(join(tmpdir(), 'parley-authority-'));
  const certificate = authority.issue(['IP:127.0.0.1']);
  front = await startTlsFront(certificate, () => Number(new URL(world.address).port));
  liveKitFront = await startTlsFront(certificate, () => Number(new URL(world.livekit.url).port));
  world = await createWorld({ voiceUrl: `wss://127.0.0.1:${liveKitFront.port}` });
  secured = { ...world, address: `https://127.0.0.1:${front.port}` };
});
test.afterAll(async () => {
  await world?.stop();
  front?.stop();
  liveKitFront?.stop();
  authority?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function tryToSignIn({ part }: Program): Promise<void> {
  const { login, password } = world.people.ada;
  const form = part('sign-in');
  await form.getByLabel('Server address').fill(secured.address);
  await form.getByLabel('Login').fill(login);
  await form.getByLabel('Password').fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
}

/** Channels come by the event stream, and a call by the signalling. */
async function expectCall(program: Program): Promise<void> {
  await program.signIn(secured, 'ada');
  await program.join('Lobby');
  await expect(program.part('path-chip')).toHaveAttribute('data-path', /^(?:UDP|TCP)$/);
}

test('nobody knows the authority: the sign-in says that it is the certificate', async ({ start }) => {
  const program = await start();
  await tryToSignIn(program);
  await expect(program.part('sign-in')).toContainText(/certificate/i);
});

test('the settings name its file: one signs in, sees the channels and calls', async ({ start }) => {
  await expectCall(await start({ settings: { authorityFile: authority.certFile } }));
});

test('PARLEY_CA_FILE names its file: one signs in, sees the channels and calls', async ({ start }) => {
  await expectCall(await start({ env: { PARLEY_CA_FILE: authority.certFile } }));
});

test('a file that cannot be used is told, in the settings and over the stage; the right one counts at once', async ({
  start,
}) => {
  const file = join(folder, 'office.pem');
  const program = await start({ settings: { authorityFile: file } });
  const { page } = program;
  const notice = (reason: string) => page.locator(`.notices [data-reason="extraCa-${reason}"]`);
  await expect(notice('unreadable')).toContainText(file);
  await tryToSignIn(program);
  await expect(program.part('sign-in')).toContainText(/certificate/i);

  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.locator('[data-page="doctor"]').click();
  const field = page.getByLabel('Private certificates');
  await expect(program.part('doctor')).toContainText('This file cannot be read.');
  // A certificate that may sign nothing.
  writeFileSync(file, authority.issue(['IP:127.0.0.1']).cert);
  await expect(program.part('doctor')).toContainText('No certificate authority is in this file.');
  await field.fill(join(folder, 'elsewhere.pem'));
  await field.blur();
  await expect(program.part('doctor')).toContainText('This file cannot be read.');
  writeFileSync(join(folder, 'elsewhere.pem'), authority.cert);
  await expect(program.part('doctor')).not.toContainText('This file cannot be read.');
  await expect(page.locator('.notices [data-reason^="extraCa-"]')).toHaveCount(0);
  await field.press('Escape');
  await expectCall(program);
});
