import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { askConnectionCost, readConnectionCost, watchConnectionCost } from './connectionCost.ts';

// The lines are as Windows' documentation names its values; no Windows has said them here yet. tests/e2e/metered.spec.ts asks one.
it.each<[string, boolean | null]>([
  ['Unrestricted False False\r\n', false],
  ['Fixed False False\r\n', true],
  ['Variable False False\r\n', true],
  ['Unrestricted True False\r\n', true],
  ['Unrestricted False True\r\n', true],
  ['Unknown False False\r\n', null],
  ['Unknown True False\r\n', true],
  ['None\r\n', null],
  ['', null],
  ['True', null],
  ['Unable to find type [Windows.Networking.Connectivity.NetworkInformation]', null],
])('%j is %s', (line, metered) => expect(readConnectionCost(line)).toBe(metered));

it.skipIf(process.platform === 'win32')(
  'asks a program by its arguments alone, and says so when it fails',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-cost-'));
    const double = (name: string, text: string): string => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(folder, name), 0o755);
      return join(folder, name);
    };
    try {
      const says = double('powershell', '[ "$4" = -Command ] && printf "Fixed False False\\r\\n"');
      expect(readConnectionCost(await askConnectionCost(says))).toBe(true);
      await expect(askConnectionCost(double('fails', 'exit 1'))).rejects.toThrow();
      await expect(askConnectionCost(join(folder, 'missing'))).rejects.toThrow();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

describe('following', () => {
  function start(wanted = true) {
    const world = { wanted, network: 'home' as string | null, asked: [] as PromiseWithResolvers<string>[] };
    let tick = (): void => undefined;
    const stop = vi.fn<() => void>();
    const metered = watchConnectionCost({
      ask() {
        world.asked.push(Promise.withResolvers<string>());
        return world.asked.at(-1)?.promise ?? Promise.reject(new Error('never'));
      },
      network: () => world.network,
      wanted: () => world.wanted,
      every(work) {
        tick = work;
        return stop;
      },
    });
    const answer = async (index: number, line: string): Promise<void> => {
      world.asked[index]?.resolve(line);
      await Promise.resolve();
    };
    return { world, metered, stop, answer, tick: () => tick() };
  }

  it('asks once for each network, and forgets what it knew of the one before', async () => {
    const { world, metered, answer, tick } = start();
    await answer(0, 'Fixed False False');
    expect(metered.get()).toBe(true);
    tick();
    tick();
    expect(world.asked).toHaveLength(1);
    world.network = 'office';
    tick();
    expect([world.asked.length, metered.get()]).toEqual([2, null]);
    await answer(1, 'Unrestricted False False');
    expect(metered.get()).toBe(false);
    world.network = null;
    tick();
    expect([world.asked.length, metered.get()]).toEqual([2, null]);
  });

  it('does not believe an answer that comes after its network is gone', async () => {
    const { world, metered, answer, tick } = start();
    world.network = 'office';
    tick();
    await answer(0, 'Fixed False False');
    expect(metered.get()).toBeNull();
    await answer(1, 'Unrestricted False False');
    expect(metered.get()).toBe(false);
  });

  it('knows nothing where nobody can be asked', async () => {
    const { world, metered } = start();
    world.asked[0]?.reject(new Error('no PowerShell'));
    await Promise.resolve();
    expect(metered.get()).toBeNull();
  });

  it('asks nobody while the answer would change nothing, and not after its end', async () => {
    const { world, metered, stop, answer, tick } = start(false);
    tick();
    expect(world.asked).toEqual([]);
    world.wanted = true;
    tick();
    expect(world.asked).toHaveLength(1);
    await metered.dispose();
    expect(stop).toHaveBeenCalledOnce();
    await answer(0, 'Fixed False False');
    expect(metered.get()).toBeNull();
  });
});
