import { EventEmitter } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { watchAbsence } from './absence.ts';
import { startDesktop, type DesktopDouble } from './desktop.fixture.ts';

const locked = 'lockScreen begins';
const open = 'lockScreen ends';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function watch(buses: { system: string | null; session: string | null }) {
  const told: string[] = [];
  const powerMonitor = new EventEmitter();
  const watcher = watchAbsence({
    powerMonitor,
    buses,
    onChange: ({ kind, cause }) => told.push(`${cause} ${kind}`),
  });
  ends.push(() => watcher.dispose());
  return { told, powerMonitor, watcher };
}
/** Everything says "away" at first: once that was told, everything is listened to. */
async function startAway(knowsAuto: boolean): Promise<{ desktop: DesktopDouble; told: string[] }> {
  const desktop = await startDesktop({ locked: true, covered: true, shown: false, knowsAuto });
  ends.push(() => desktop.stop());
  const { told } = watch({ system: desktop.address, session: desktop.address });
  await expect.poll(() => told.toSorted()).toEqual([locked, locked, 'sessionSwitch begins']);
  told.length = 0;
  return { desktop, told };
}

it.each([
  ['suspend', 'resume', 'suspend'],
  ['lock-screen', 'unlock-screen', 'lockScreen'],
  ['user-did-resign-active', 'user-did-become-active', 'sessionSwitch'],
])('%s and %s of Electron are the beginning and the end of %s', async (begins, over, cause) => {
  const { told, powerMonitor, watcher } = watch({ system: null, session: null });
  powerMonitor.emit(begins);
  expect(told).toEqual([`${cause} begins`]);
  powerMonitor.emit(over);
  expect(told).toEqual([`${cause} begins`, `${cause} ends`]);
  await watcher.dispose();
  powerMonitor.emit(begins);
  expect([told.length, powerMonitor.eventNames()]).toEqual([2, []]);
});

it.each([true, false])('hears each of logind and the screen saver; logind knows "auto": %s', async (knowsAuto) => {
  const { desktop, told } = await startAway(knowsAuto);
  const next = async (does: () => void, ...changes: readonly string[]): Promise<void> => {
    does();
    await expect.poll(() => told.splice(0)).toEqual(changes);
  };
  await next(() => desktop.show(true), 'sessionSwitch ends');
  await next(() => desktop.show(false), 'sessionSwitch begins');
  desktop.hint(false);
  await next(() => desktop.cover(false), open);
  await next(() => desktop.askToLock(true), locked);
  await next(() => desktop.askToLock(false), open);
  await next(() => desktop.hint(true), locked);
  await next(() => desktop.cover(true), locked);
  desktop.cover(false);
  await next(() => desktop.hint(false), open);
  await next(() => desktop.cover(true), locked);
  // A saver that has ended covers nothing.
  await next(() => void desktop.endSaver(), open);
});

it('takes back what was said by a bus that is gone', async () => {
  const { desktop, told } = await startAway(true);
  await desktop.stop();
  await expect.poll(() => told.toSorted()).toEqual([open, 'sessionSwitch ends']);
});

it('says nothing where there is no bus, and where nobody on it knows', async () => {
  const daemon = await startDesktop();
  ends.push(() => daemon.stop());
  for (const address of [null, 'unix:path=/nowhere/bus', daemon.address]) {
    const { told } = watch({ system: address, session: address });
    await new Promise((next) => setTimeout(next, 100));
    expect(told).toEqual([]);
  }
});
