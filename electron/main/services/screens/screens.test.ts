import { expect, it } from 'vitest';
import { systemScreenChoice } from '@parley/shared/ipc/channels';
import { createScreens } from './screens.ts';

const source = (id: string) => ({ id, name: id, thumbnail: { isEmpty: () => true, toDataURL: () => '' } });
const setUp = (systemPicker = false) => {
  let now = 0;
  let sources = [source('screen:0:0'), source('window:1:0')];
  const screens = createScreens({ sources: () => Promise.resolve(sources), systemPicker, now: () => now });
  return {
    screens,
    wait: (ms: number) => (now += ms),
    close: (id: string) => (sources = sources.filter((s) => s.id !== id)),
  };
};

it('hands out what was listed and chosen, once', async () => {
  const { screens } = setUp();
  expect(await screens.list()).toMatchObject([{ kind: 'screen' }, { kind: 'window' }]);
  screens.choose('window:1:0');
  expect(screens.isExpected()).toBe(true);
  expect(await screens.take()).toMatchObject({ id: 'window:1:0' });
  expect(screens.isExpected()).toBe(false);
  expect(await screens.take()).toBeNull();
});

it('refuses what was never offered, what was withdrawn, and what came too late', async () => {
  const { screens, wait } = setUp();
  screens.choose('screen:0:0');
  expect(await screens.take()).toBeNull();
  await screens.list();
  screens.choose('screen:9:9');
  expect(await screens.take()).toBeNull();
  screens.choose('screen:0:0');
  screens.choose(null);
  expect(await screens.take()).toBeNull();
  screens.choose('screen:0:0');
  wait(10_001);
  expect(screens.isExpected()).toBe(false);
  expect(await screens.take()).toBeNull();
});

it('refuses a window that was closed after it was chosen', async () => {
  const { screens, close } = setUp();
  await screens.list();
  screens.choose('window:1:0');
  close('window:1:0');
  expect(await screens.take()).toBeNull();
});

it('leaves the choice to the system where the system has a chooser', async () => {
  const { screens } = setUp(true);
  expect(await screens.list()).toEqual([]);
  screens.choose(systemScreenChoice);
  expect(await screens.take()).toMatchObject({ id: 'screen:0:0' });
});
