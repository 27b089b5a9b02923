import { createWorld } from '/work/main/tests/e2e/support/world.ts';
import { startProgram } from '/work/main/tests/e2e/support/program.ts';
import { writeTone } from '/work/main/tests/e2e/support/tone.ts';
const world = await createWorld();
try {
  const p = await startProgram({ microphone: writeTone('/tmp/tone440.wav', 440), env: { PARLEY_LOOK: '1' } });
  p.page.on('console', m => console.log('[page]', m.type(), m.text().slice(0,300)));
  p.page.on('pageerror', e => console.log('[pageerror]', e.message));
  await p.page.setViewportSize({width:1280,height:800}).catch(()=>{});
  await p.page.screenshot({ path: '/tmp/s1.png' });
  await p.signIn(world, 'ada');
  await p.page.screenshot({ path: '/tmp/s2.png' });
  await p.channel('Lobby').click();
  await p.page.waitForTimeout(2500);
  await p.page.screenshot({ path: '/tmp/s3.png' });
  console.log(await p.part('call-block').getAttribute('data-phase'), await p.part('mic-key').getAttribute('data-state'), await p.part('path-chip').getAttribute('data-path'));
  await p.part('mic-key').hover(); await p.page.mouse.down(); await p.page.waitForTimeout(500);
  console.log('held', await p.part('mic-key').getAttribute('data-state'));
  await p.page.screenshot({ path: '/tmp/s4.png' });
  await p.page.mouse.up(); await p.page.waitForTimeout(500);
  console.log('up', await p.part('mic-key').getAttribute('data-state'));
  await p.part('rail-button',{action:'settings'}).click(); await p.page.screenshot({ path: '/tmp/s5.png' });
  console.log(p.logs());
  await p.close();
} finally { await world.stop(); }
