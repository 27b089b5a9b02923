import { mkdtemp, rm, stat, chmod } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaseTimeout } from '@parley/shared/hotkeys/messages';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCommand, sendCommand } from '../main/app/commandClient.ts';
import { edgeOf, ended, forkHook, heard, type Hook } from './hook.fixture.ts';
import { startPortal, type Desktop, type PortalDouble } from './portal.fixture.ts';

const running: Hook[] = [];
let portal: PortalDouble | null = null;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-hook-'));
});
afterEach(async () => {
  for (const { child } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended(child);
  }
  await portal?.stop();
  portal = null;
  await rm(folder, { recursive: true });
});

function start(words: readonly string[], environment: NodeJS.ProcessEnv = process.env): Hook {
  const hook = forkHook(['--platform=linux', ...words], environment);
  running.push(hook);
  return hook;
}

async function startWithPortal(desktop: Desktop): Promise<{ hook: Hook; portal: PortalDouble }> {
  const double = await startPortal(desktop);
  portal = double;
  const hook = start(['--source=portal', '--app-id=org.parley.Parley', '--description=Talk', '--trigger=F13'], {
    ...process.env,
    DBUS_SESSION_BUS_ADDRESS: double.address,
  });
  return { hook, portal: double };
}

/** Nobody knows whether the shortcut is held when the hook begins to listen: a release shows that it is not. */
const seenUp = (desktop: PortalDouble): void => desktop.deactivate();

describe('the GlobalShortcuts portal', () => {
  it('gives press and release, between which the hook renews the lease; a press that may be a repeat does not count', async () => {
    const { hook, portal: desktop } = await startWithPortal('agrees');
    expect(await heard(hook, 'ready')).toMatchObject({
      source: 'portal',
      trigger: 'F13, says the desktop',
      capabilities: { pressRelease: true, systemOwned: true, physicalState: false },
    });
    expect(desktop.bound()).toEqual({ id: 'talk', description: 'Talk', trigger: 'F13' });
    hook.send({ kind: 'port' });
    hook.send({ kind: 'bind', bindings: {}, longestHold: 120_000 });
    desktop.activate();
    seenUp(desktop);
    desktop.activateElsewhere();
    desktop.activate();
    await edgeOf(hook, 'renew', 'portal');
    desktop.deactivate();
    await edgeOf(hook, 'up', 'portal');
    expect(hook.edges().filter(({ kind }) => kind === 'down')).toHaveLength(1);
    const before = hook.edges().length;
    desktop.activate();
    await vi.waitFor(() => expect(hook.edges().length).toBeGreaterThan(before));
  });

  it('renews for no longer than the longest hold when the release never comes', async () => {
    const { hook, portal: desktop } = await startWithPortal('agrees');
    await heard(hook, 'ready');
    hook.send({ kind: 'port' });
    hook.send({ kind: 'bind', bindings: {}, longestHold: 400 });
    await heard(hook, 'heartbeat');
    seenUp(desktop);
    desktop.activate();
    await edgeOf(hook, 'down', 'portal');
    const pressed = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 400 + leaseTimeout));
    const last = hook.told.findLast(({ message }) => message.kind === 'edge');
    expect((last?.at ?? 0) - pressed).toBeLessThan(400 + 100);
  });

  it.each([
    ['declines', 'portalRefused'],
    ['gives nothing', 'portalRefused'],
    ['is absent', 'wayland'],
  ] as const)('that %s is a failure with a cause: %s', async (desktop, cause) => {
    const { hook } = await startWithPortal(desktop);
    expect(await heard(hook, 'failed')).toMatchObject({ cause });
    expect(hook.child.exitCode).toBeNull();
  });

  it('is absent where no bus is', async () => {
    for (const address of ['', `unix:path=${folder}/nothing`]) {
      const hook = start(['--source=portal'], { ...process.env, DBUS_SESSION_BUS_ADDRESS: address });
      expect(await heard(hook, 'failed')).toMatchObject({ cause: 'wayland' });
    }
  });

  it.each(['closeSession', 'takeAway'] as const)(
    'lets go of what is held and asks no more when the person takes the shortcut away: %s',
    async (deed) => {
      const { hook, portal: desktop } = await startWithPortal('agrees');
      await heard(hook, 'ready');
      hook.send({ kind: 'port' });
      await heard(hook, 'heartbeat');
      seenUp(desktop);
      desktop.activate();
      await edgeOf(hook, 'down', 'portal');
      desktop[deed]();
      expect(await heard(hook, 'failed')).toMatchObject({ cause: 'portalRefused', commands: false });
      expect(hook.edges().at(-1)).toEqual({ kind: 'reset', reason: 'sourceLost' });
      expect(hook.child.exitCode).toBeNull();
    },
  );

  it.each(['die', 'stop'] as const)('lets go of what is held and ends when the desktop does %s', async (deed) => {
    const { hook, portal: desktop } = await startWithPortal('agrees');
    await heard(hook, 'ready');
    hook.send({ kind: 'port' });
    await heard(hook, 'heartbeat');
    seenUp(desktop);
    desktop.activate();
    await edgeOf(hook, 'down', 'portal');
    void desktop[deed]();
    await edgeOf(hook, 'reset');
    expect(hook.edges().at(-1)).toEqual({ kind: 'reset', reason: 'sourceLost' });
    await ended(hook.child);
  });
});

describe('commands from outside', () => {
  const none = ['--source=none', '--cause=notOnThisPlatform'];
  const started = async (): Promise<{ hook: Hook; address: string }> => {
    const address = join(folder, 'commands');
    const hook = start([...none, `--commands=${address}`]);
    expect(await heard(hook, 'failed')).toMatchObject({ cause: 'notOnThisPlatform', commands: true });
    hook.send({ kind: 'port' });
    await heard(hook, 'heartbeat');
    return { hook, address };
  };

  it('press and release the talk key, renewed in between, and mute', async () => {
    const { hook, address } = await started();
    expect(await sendCommand(address, 'ptt-down')).toBe('done');
    await edgeOf(hook, 'renew', 'command');
    expect(await sendCommand(address, 'ptt-up')).toBe('done');
    await edgeOf(hook, 'up', 'command');
    expect(await sendCommand(address, 'toggle-mute')).toBe('done');
    expect(await heard(hook, 'pressed')).toEqual({ kind: 'pressed', action: 'mute' });
  });

  it('leave nothing held when the release of a short tap arrives before its press', async () => {
    const { hook, address } = await started();
    const at = Date.now();
    expect(await sendCommand(address, 'ptt-up', at + 60)).toBe('done');
    expect(await sendCommand(address, 'ptt-down', at)).toBe('done');
    // A later press counts, and is the first edge of all.
    expect(await sendCommand(address, 'ptt-down', at + 61)).toBe('done');
    await edgeOf(hook, 'down', 'command');
    expect(await sendCommand(address, 'ptt-up', at + 120)).toBe('done');
    await edgeOf(hook, 'up', 'command');
    expect(await sendCommand(address, 'ptt-down', at + 100)).toBe('done');
    await new Promise((resolve) => setTimeout(resolve, leaseTimeout));
    expect(hook.edges().filter(({ kind }) => kind === 'down')).toHaveLength(1);
    expect(hook.edges().at(-1)?.kind).toBe('up');
  });

  it('may come from a shell, one a line; others are told that they are unknown', async () => {
    const { hook, address } = await started();
    const answers = await new Promise<string>((resolve) => {
      const socket = connect(address, () => socket.write('ptt-down\nformat c:\nptt-up\n'));
      let heardBack = '';
      socket.on('data', (data) => {
        heardBack += data.toString();
        if (heardBack.split('\n').length === 4) resolve(heardBack);
      });
    });
    expect(answers).toBe('ok\nunknown\nok\n');
    await edgeOf(hook, 'up', 'command');
  });

  it('survive a client that never ends its line', async () => {
    const { hook, address } = await started();
    await new Promise<void>((resolve) => {
      const socket = connect(address, () => socket.write('x'.repeat(10_000)));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
    expect(await sendCommand(address, 'ptt-down')).toBe('done');
    await edgeOf(hook, 'down', 'command');
  });

  it('are taken from this user alone, and not where others could write', async () => {
    const { address } = await started();
    expect((await stat(address)).mode & 0o777).toBe(0o600);
    await chmod(folder, 0o755);
    const open = start([...none, `--commands=${address}-2`]);
    expect(await heard(open, 'failed')).toMatchObject({ commands: false });
  });

  it('replace what a Parley that died has left behind', async () => {
    const { hook, address } = await started();
    hook.child.kill('SIGKILL');
    await ended(hook.child);
    expect(await sendCommand(address, 'ptt-down')).toBe('nobody');
    await started();
    expect(await sendCommand(address, 'ptt-down')).toBe('done');
  });

  it('are read from the command line', () => {
    expect(readCommand(['parley', '--ptt-down'])).toBe('ptt-down');
    expect(readCommand(['parley', '--toggle-mute', '--x'])).toBe('toggle-mute');
    expect(readCommand(['parley', 'constructor', '--help'])).toBeNull();
  });
});
