import { expect, type Page } from '@playwright/test';
import { usual } from './combinations.ts';
import { test } from './stage.ts';

declare global {
  interface Window {
    /** Of the gallery, which nothing imports. */
    galleryHappens: (change: object) => void;
    galleryCalls: readonly { readonly name: string }[];
  }
}

const happens = (page: Page, change: object): Promise<void> =>
  page.evaluate((part) => window.galleryHappens(part), change);
const told = (page: Page): Promise<readonly string[]> => page.locator('[data-part="announcer"] p').allTextContents();

const shut = { state: 'shut', reason: 'released' };
const lobby = { id: 'lobby', name: 'Lobby' };
const person = (name: string, more: object = {}): object => ({
  identity: name,
  name,
  isLocal: name === 'me',
  speaking: false,
  microphone: 'shut',
  sharing: false,
  volume: 100,
  screenVolume: null,
  blocked: false,
  priority: false,
  ...more,
});
const here = (...names: readonly string[]): object => ({
  participants: [person('me'), ...names.map((name) => person(name))],
});
const notice = (id: number, kind: string): object => ({ id, kind, at: 0 });

test('a screen reader is told of people, screens and the connection', async ({ stage }) => {
  const page = await stage.open('call-5', usual);
  await happens(page, { microphone: shut, ...here('Bo') });
  await happens(page, { participants: [person('me'), person('Bo', { sharing: true }), person('Cy')] });
  await happens(page, {
    state: { phase: 'reconnecting', channel: lobby, since: 0, attempt: 1, mediaFlows: false, trouble: null },
  });
  await happens(page, here('Bo'));
  await happens(page, {
    state: { phase: 'connected', channel: lobby, since: 0 },
    microphone: { state: 'muted', by: 'moderator' },
  });
  await expect
    .poll(async () => (await told(page)).slice(-7))
    .toEqual([
      'Cy joined',
      'Bo shares a screen',
      'Connection interrupted',
      'Cy left',
      'Bo shares no screen any more',
      'Connected again',
      'Muted by a moderator: nobody hears you',
    ]);
});

test('nothing is told into the open microphone, and what matters when it is shut', async ({ stage }) => {
  const page = await stage.open('microphone-open', usual);
  const before = await told(page);
  await happens(page, here('Bo'));
  await happens(page, here('Bo', 'Cy'));
  await happens(page, here('Cy'));
  await happens(page, { notices: [notice(1, 'hookLost')] });
  await expect(page.locator('.notice[data-reason="hookLost"]')).toBeVisible();
  expect(await told(page)).toEqual(before);
  await happens(page, { microphone: shut });
  await expect.poll(async () => (await told(page)).slice(before.length)).toContainEqual('Microphone shut');
  const after = (await told(page)).slice(before.length);
  expect(after.filter((text) => text.startsWith('Cy'))).toEqual(['Cy joined']);
  expect(after.filter((text) => text.startsWith('Bo'))).toEqual(['Bo left']);
  expect(after.filter((text) => text.includes('Key events were lost'))).toHaveLength(1);
});

test('cues in words end when the microphone opens, and none begins with its opening or is made up for later', async ({
  stage,
}) => {
  const page = await stage.open('call-5', usual);
  // No system voice here: what it is asked for.
  await page.evaluate(() => {
    const asked: string[] = [];
    Reflect.set(window, 'asked', asked);
    Reflect.set(speechSynthesis, 'speak', (words: SpeechSynthesisUtterance) => void asked.push(words.text));
    Reflect.set(speechSynthesis, 'cancel', () => {
      if (asked.at(-1) !== 'end') asked.push('end');
    });
  });
  const asked = (): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'asked') as unknown);
  const cue = (id: number, spoken = true): object => ({ cue: { cue: 'join', id, who: `Bo ${id}`, spoken } });
  const open = { state: 'open', by: 'hold' };
  await happens(page, { microphone: shut });
  await happens(page, cue(101));
  await expect.poll(asked).toEqual(['end', 'Bo 101 joined']);
  await happens(page, { microphone: open });
  await expect.poll(asked).toEqual(['end', 'Bo 101 joined', 'end']);
  await happens(page, cue(102, false));
  await happens(page, { microphone: shut, ...cue(103) });
  await expect.poll(asked).toEqual(['end', 'Bo 101 joined', 'end', 'Bo 103 joined']);
  await happens(page, { microphone: open, ...cue(104) });
  await happens(page, { microphone: shut });
  await happens(page, cue(105));
  await expect.poll(asked).toEqual(['end', 'Bo 101 joined', 'end', 'Bo 103 joined', 'end', 'Bo 105 joined']);
});

test('a notice is told by the announcer alone, once, and goes when it is dismissed', async ({ stage }) => {
  const page = await stage.open('call-5', usual);
  await happens(page, { microphone: shut });
  await happens(page, { notices: [notice(1, 'hookLost')] });
  const shown = page.locator('.notice[data-reason="hookLost"]');
  const words = await shown.locator('.notice-text').innerText();
  await expect.poll(() => told(page)).toContain(words);
  await happens(page, { notices: [notice(1, 'hookLost'), notice(2, 'maximumHold')] });
  await expect(page.locator('.notices .notice')).toHaveCount(2);
  expect((await told(page)).filter((text) => text === words)).toHaveLength(1);
  await expect(page.locator('.notices').locator('[role=alert], [role=status], [aria-live]')).toHaveCount(0);
  await shown.getByRole('button').click();
  await expect(shown).toHaveCount(0);
});

const talking = [
  'settings-sound-in-call',
  'settings-talk',
  'channels-offline',
  'screen-picker-loading',
  'doctor-relay',
];

for (const scene of talking)
  test(`${scene}: nothing but the announcer tells anything by itself`, async ({ stage }) => {
    const page = await stage.open(scene, usual);
    const others = page
      .locator('[role=alert], [role=status], [role=log], [aria-live]:not([aria-live=off])')
      .locator('xpath=self::*[not(@data-part="announcer") and not(ancestor-or-self::*[@data-live-announcer])]');
    await expect(others).toHaveCount(0);
  });

test('what is there from the start is told as well', async ({ stage }) => {
  const page = await stage.open('channels-offline', usual);
  const words = await page.locator('[data-reason="channels-offline"] .notice-text').innerText();
  await expect.poll(() => told(page)).toContain(words);
});
