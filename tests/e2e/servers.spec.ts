import { expect, test } from './support/test.ts';
import type { World } from './support/world.ts';

/** What a person of an existing backend has: a token and the id of a room. */
async function pastedToken(world: World): Promise<{ token: string; room: string }> {
  const { login, password } = world.people.ada;
  const answer = await fetch(`${world.address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const list = (await (await world.api('ada')).get('/api/channels')) as { channels: { id: string; name: string }[] };
  return { token: accessToken, room: list.channels.find(({ name }) => name === 'Stand-up')?.id ?? '' };
}

test('two kinds of server side by side: tested, signed in, called, and one signed out of', async ({ world, start }) => {
  const { token, room } = await pastedToken(world);
  const program = await start();
  const { page } = program;
  await program.signIn(world, 'ada');

  await page.locator('[data-action="add-server"]').click();
  const form = program.part('server-form');
  await form.getByText('WebChat', { exact: true }).click();
  await form.getByLabel('Server address').fill(world.address);
  await form.getByLabel('Name', { exact: true }).fill('Team chat');
  await form.getByLabel('Token', { exact: true }).fill(token);
  await form.locator('[data-action="test-server"]').click();
  await expect(form.locator('.test-summary')).toBeVisible();
  await expect(program.part('server-test').locator('[data-verdict="failed"]')).toHaveCount(0);
  await form.getByRole('button', { name: 'Sign in' }).click();

  // Signed in, shown, and empty: this kind lists no channels.
  const rail = (name: string) => page.locator(`[data-part="server-button"][aria-label^="${name}"]`);
  await expect(rail('Team chat')).toHaveAttribute('data-current', 'true');
  await page.locator('[data-action="add-channel"]').click();
  await page.getByLabel('Room or channel id', { exact: true }).fill(room);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(program.channel(room)).toBeVisible();
  await program.join(room);

  // The call goes on while the other server is shown; its list sees the same person in the same channel.
  await rail('Studio Nord').click();
  await expect(rail('Team chat')).toHaveAttribute('data-in-call', 'true');
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected');
  await expect(program.channel('Stand-up').locator('xpath=ancestor::li[1]')).toContainText('Ada Okafor');
  // It is not this server's call: its own channel is not marked as joined.
  await expect(program.channel('Stand-up')).toHaveAttribute('data-joined', 'false');

  // Signing out of one leaves its call, and the other alone.
  await rail('Team chat').click();
  await page.locator('[data-action="settings"]').click();
  await page.getByRole('button', { name: 'Account', exact: true }).click();
  await page.locator('[data-action="sign-out"]').click();
  // It would end the call: asked about first.
  await page.locator('[data-action="leave-now"]').click();
  await expect(program.part('call-block')).not.toHaveAttribute('data-phase', 'connected');
  await expect(rail('Team chat')).toHaveAttribute('data-state', 'signedOut');
  await expect(rail('Studio Nord')).toHaveAttribute('data-state', 'signedIn');
  await rail('Studio Nord').click();
  await expect(program.channel('Lobby')).toBeVisible();
  expect(program.logs()).not.toContain(token);
});

test('a configured request signs in to a server of another kind, and its form goes back to where it was opened', async ({
  world,
  start,
}) => {
  const { page, part, signIn, logs } = await start();
  await signIn(world, 'ada');
  await page.locator('[data-action="settings"]').click();
  await page.getByRole('button', { name: 'Servers', exact: true }).click();
  await page.locator('[data-action="add-server-page"]').click();
  const form = part('server-form');
  await form.getByText('WebChat', { exact: true }).click();
  await form.getByLabel('Server address').fill(world.address);
  await form.getByLabel('Name', { exact: true }).fill('Team chat');
  await form.getByText('Login and password', { exact: true }).click();
  await form.locator('[data-action="like-parley"]').click();
  const { login, password } = world.people.bo;
  const proof = part('proof');
  await proof.getByLabel('Login', { exact: true }).fill(login);
  await proof.getByLabel('Password', { exact: true }).fill(`not ${password}`);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(form.locator('.notice[data-tone="error"]')).toBeVisible();
  await proof.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Sign in' }).click();
  const added = page.locator('[data-part="server-button"][aria-label^="Team chat"]');
  await expect(added).toHaveAttribute('data-state', 'signedIn');

  await page.locator('[data-action="edit-server"]').last().click();
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('Team chat');
  await form.getByRole('button', { name: 'Close' }).click();
  await expect(page.locator('[data-action="add-server-page"]')).toBeVisible();
  expect(logs()).not.toContain(password);
});
