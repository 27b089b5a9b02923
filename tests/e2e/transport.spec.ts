import { expect, test } from './support/test.ts';
import { createWorld } from './support/world.ts';

test('a server with no UDP at all is joined, and the interface says TCP', async ({ start }) => {
  const world = await createWorld({ forceTcp: true });
  try {
    const program = await start();
    await program.signIn(world, 'ada');
    await program.join('Lobby');
    await expect(program.part('path-chip')).toHaveAttribute('data-path', 'TCP');
    await program.close();
  } finally {
    await world.stop();
  }
});
