import { spawn } from 'node:child_process';
import { defineInterface, sessionBus, type MessageBus } from 'dbus-native';
import { afterEach, expect, it } from 'vitest';
import { readMetered, watchMetered } from './metered.ts';

// A double of NetworkManager on a private bus (a real `dbus-daemon`): it answers as its documentation says.
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function startBus(): Promise<string> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  ends.push(() => daemon.kill());
  return new Promise((resolve, reject) => {
    daemon.once('error', reject);
    daemon.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
}

async function startManager(
  busAddress: string,
  first: number,
): Promise<{ bus: MessageBus; say(metered: number): void }> {
  const bus = sessionBus({ busAddress });
  ends.push(() => bus.close().catch(() => undefined));
  let metered = first;
  const name = 'org.freedesktop.NetworkManager';
  const manager = defineInterface({
    name,
    properties: { Metered: { type: 'u', access: 'read', get: () => metered } },
    methods: {},
    signals: {},
  });
  await bus.export('/org/freedesktop/NetworkManager', manager);
  await bus.ownName(name);
  return {
    bus,
    say(next) {
      metered = next;
      bus.sendSignal(
        '/org/freedesktop/NetworkManager',
        'org.freedesktop.DBus.Properties',
        'PropertiesChanged',
        'sa{sv}as',
        [name, {}, ['Metered']],
      );
    },
  };
}

it('follows NetworkManager, and knows nothing once it is gone', async () => {
  const bus = await startBus();
  const manager = await startManager(bus, 1);
  const metered = watchMetered({ bus });
  ends.push(() => metered.dispose());
  await expect.poll(() => metered.get()).toBe(true);
  manager.say(4);
  await expect.poll(() => metered.get()).toBe(false);
  manager.say(3);
  await expect.poll(() => metered.get()).toBe(true);
});

it('knows nothing without NetworkManager, without a bus, and where the bus is none', async () => {
  for (const bus of [await startBus(), null, 'unix:path=/nowhere/bus']) {
    const metered = watchMetered({ bus });
    ends.push(() => metered.dispose());
    await new Promise((next) => setTimeout(next, 100));
    expect(metered.get()).toBeNull();
  }
});

it.each([
  [0, null],
  [1, true],
  [2, false],
  [3, true],
  [4, false],
  [['u', 1], true],
  [undefined, null],
  ['x', null],
])('%j is %s', (value, metered) => expect(readMetered(value)).toBe(metered));
