import type { Page } from '@playwright/test';
import { expect, it } from 'vitest';
import { ticketsFor, useCalls, view, type PageOptions } from '../../tests/fixtures/calls.ts';
import { settleTime, wordLifetime } from './microphone/guard/permission.ts';

// What a page that hangs sends, in a real Chromium with a real LiveKit server. Doubles: `window.desktop`, and Chromium's fake
// microphone, which plays a tone of 440 Hz without end.
const call = useCalls();

/** Way to the far end, its buffer and what it makes up, 100 ms of silence, and how late a busy machine notices, ms. */
const onTheWay = 1_000;

/** The page does nothing else for so long, ms; resolves when it is over with when it began, ms since the epoch. */
const hang = (page: Page, duration: number): Promise<number> =>
  page.evaluate((length) => {
    const began = Date.now();
    while (Date.now() < began + length);
    return began;
  }, duration);

const open = async (settings: NonNullable<PageOptions['settings']>, room: string): Promise<[Page, Page]> => {
  const [ada, bo] = await Promise.all([
    call.open({ ticket: ticketsFor(call.livekit(), 'ada'), settings }),
    call.open({ ticket: ticketsFor(call.livekit(), 'bo') }),
  ]);
  await Promise.all([call.joined(ada, room), call.joined(bo, room)]);
  return [ada, bo];
};

const untilHeard = (page: Page): Promise<number> => page.evaluate(() => window.lab.untilHeard());
const untilSilent = (page: Page): Promise<number> => page.evaluate(() => window.lab.untilSilent());

it('a page that hangs while the key goes up is silent at the far end, and stays shut when it is back', async () => {
  const [ada, bo] = await open({ microphoneMode: 'pushToTalk', talkMode: 'hold' }, 'hang');
  await ada.keyboard.down('ControlRight');
  await untilHeard(bo);
  const silent = untilSilent(bo);
  const hanging = hang(ada, 3_000);
  // The page gets to know of it when it is back.
  const up = ada.keyboard.up('ControlRight');
  const silentAt = await silent;
  // Nothing more, for as long as it hangs and after that, but the comfort noise of the far end.
  expect(await bo.evaluate(() => window.lab.loudest(3_000))).toBeLessThan(0.02);
  expect(silentAt - (await hanging)).toBeLessThan(wordLifetime + onTheWay);
  await up;
  expect((await view(ada)).microphone).toMatchObject({ state: 'shut' });
  await ada.keyboard.down('ControlRight');
  await untilHeard(bo);
});

it('a busy page chops nothing; an always open one that hung is back with its page; a guard that ends is replaced', async () => {
  const [ada, bo] = await open({ microphoneMode: 'alwaysOpen' }, 'busy');
  await untilHeard(bo);
  await bo.evaluate(() => window.lab.record());
  for (const length of [200, 300]) await hang(ada, length);
  await bo.evaluate(() => window.lab.loudest(300));
  expect(await bo.evaluate(() => window.lab.longestSilence())).toBeLessThan(60);

  const duration = 1_500;
  const silent = untilSilent(bo);
  const hanging = hang(ada, duration);
  await silent;
  const heard = untilHeard(bo);
  const back = (await hanging) + duration;
  expect((await heard) - back).toBeGreaterThan(settleTime - 20);

  const guards = () => ada.workers().filter((worker) => worker.url().includes('guardWorker'));
  const ended = untilSilent(bo);
  await guards()[0]?.evaluate(() => globalThis.close());
  await ended;
  await untilHeard(bo);
  expect(guards()).toHaveLength(1);
});
