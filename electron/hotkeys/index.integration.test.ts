import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import { leaseInterval, leaseTimeout } from '@parley/shared/hotkeys/messages';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hookableCodes, x11ButtonBit, x11KeyCode } from './sources/uiohookKeys.ts';
import { startX11Pulse } from './sources/x11Pulse.ts';
import { edgeOf, ended, forkHook, heard, type Hook } from './hook.fixture.ts';
import { createTypist } from './xtest.fixture.ts';

// The real entry with the real library under a real X server. Keys are X key codes of the evdev layout that Xvfb uses.
const f13 = '191';
const f14 = '192';
/** Not as F13 to F24, it repeats while it is held. */
const f9 = '75';
const controlRight = '105';
const escape = 'Escape';
const letterA = '38';

let server: ChildProcess;
let display: string;
const running: ChildProcess[] = [];

function startHook(environment: NodeJS.ProcessEnv = { ...process.env, DISPLAY: display }): Hook {
  const hook = forkHook(['--platform=linux', '--source=uiohook'], environment);
  running.push(hook.child);
  return hook;
}

async function startBound(): Promise<Hook> {
  const hook = startHook();
  await heard(hook, 'ready');
  hook.send({ kind: 'port' });
  hook.send({
    kind: 'bind',
    longestHold: 120_000,
    bindings: {
      talk: [
        { kind: 'key', code: 'F13' },
        { kind: 'mouse', button: 'back' },
        { kind: 'key', code: 'ControlRight' },
        { kind: 'key', code: 'F9' },
      ],
    },
  });
  // A key that goes down before the bindings arrive is bound to nothing.
  await nextHeartbeat(hook);
  return hook;
}

/** A sign that commands sent before have arrived: they are not answered. */
const nextHeartbeat = (hook: Hook): Promise<void> => {
  const beats = (): number => hook.told.filter(({ message }) => message.kind === 'heartbeat').length;
  const before = beats();
  return vi.waitFor(() => expect(beats()).toBeGreaterThan(before), { timeout: 5_000, interval: 5 });
};
const xdotool = (...words: string[]) =>
  promisify(execFile)('xdotool', words, { env: { ...process.env, DISPLAY: display } });

beforeAll(async () => {
  server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '320x240x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve) =>
    server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim())),
  );
  display = `:${number}`;
});

afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
    await ended(child);
  }
  await xdotool('keyup', f13, 'keyup', controlRight, 'keyup', f9, 'mouseup', '8');
});

afterAll(async () => {
  server.kill();
  await ended(server);
});

describe('the hook process under X11', () => {
  it('tells down, renewals and up of bound keys and mouse buttons, each with its index', async () => {
    const hook = await startBound();
    await xdotool('keydown', f13);
    await edgeOf(hook, 'down', 0);
    await edgeOf(hook, 'renew', 0);
    await xdotool('keyup', f13);
    await edgeOf(hook, 'up', 0);
    await xdotool('mousedown', '8');
    await edgeOf(hook, 'down', 1);
    await xdotool('mouseup', '8');
    await edgeOf(hook, 'up', 1);
    // A modifier alone.
    await xdotool('keydown', controlRight);
    await edgeOf(hook, 'down', 2);
    await xdotool('keyup', controlRight);
    await edgeOf(hook, 'up', 2);
  });

  it('tells nothing about other keys', async () => {
    const hook = await startBound();
    await xdotool('key', letterA, 'key', escape, 'mousedown', '2', 'mouseup', '2');
    // The events come in order: when this edge is here, the others would be too.
    await xdotool('key', f13);
    await edgeOf(hook, 'up', 0);
    expect(hook.edges().filter(({ kind }) => kind !== 'renew')).toEqual([
      { kind: 'down', action: 'talk', binding: 0 },
      { kind: 'up', action: 'talk', binding: 0 },
    ]);
    expect(hook.told.every(({ message }) => ['ready', 'heartbeat', 'edge'].includes(message.kind))).toBe(true);
  });

  it('takes the auto-repeat of a held key for no press', async () => {
    const hook = await startBound();
    await xdotool('keydown', f13, 'sleep', '0.9', 'keyup', f13);
    await edgeOf(hook, 'up', 0);
    expect(hook.edges().filter(({ kind }) => kind === 'down')).toHaveLength(1);
    const renewals = hook.edges().filter(({ kind }) => kind === 'renew').length;
    expect(renewals).toBeGreaterThan(0.9 * (1_000 / leaseInterval) * 0.5);
  });

  it('takes the auto-repeat of a key that was down before it began to listen for no press, and its next press for one', async () => {
    await promisify(execFile)('xset', ['r', 'rate', '150', '25'], { env: { ...process.env, DISPLAY: display } });
    const killed = await startBound();
    await xdotool('keydown', f9);
    await edgeOf(killed, 'down', 3);
    killed.child.kill('SIGKILL');
    const hook = await startBound();
    await xdotool('key', f13);
    await edgeOf(hook, 'up', 0);
    expect(hook.edges().some((edge) => edge.kind !== 'reset' && edge.binding === 3)).toBe(false);
    await xdotool('keyup', f9, 'keydown', f9);
    await edgeOf(hook, 'down', 3);
  });

  it('opens nothing by a whole tap that it finds waiting when it goes on after a stop', async () => {
    const hook = await startBound();
    hook.child.kill('SIGSTOP');
    await xdotool('keydown', f9, 'sleep', '0.1', 'keyup', f9, 'sleep', '0.7');
    hook.child.kill('SIGCONT');
    await nextHeartbeat(hook);
    await xdotool('key', f9);
    await edgeOf(hook, 'up', 3);
    expect(hook.edges().filter(({ kind }) => kind === 'down')).toHaveLength(1);
  });

  it('renews no more once it is killed, so that the lease runs out', async () => {
    const hook = await startBound();
    await xdotool('keydown', f13);
    await edgeOf(hook, 'renew', 0);
    const killed = performance.now();
    hook.child.kill('SIGKILL');
    expect(await ended(hook.child)).toBe('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, leaseTimeout));
    expect(hook.told.at(-1)?.at).toBeLessThan(killed + leaseTimeout);
    expect(hook.edges().some(({ kind }) => kind === 'up')).toBe(false);
  });

  it('reports the recorded control once and as no edge', async () => {
    const hook = await startBound();
    hook.send({ kind: 'record' });
    await nextHeartbeat(hook);
    await xdotool('keydown', f13);
    expect(await heard(hook, 'recording')).toEqual({ kind: 'recording', binding: { kind: 'key', code: 'F13' } });
    await xdotool('keyup', f13);
    expect(await heard(hook, 'recorded')).toEqual({ kind: 'recorded', binding: { kind: 'key', code: 'F13' } });
    await xdotool('key', controlRight);
    await edgeOf(hook, 'up', 2);
    expect(hook.edges().some((edge) => edge.kind !== 'reset' && edge.binding === 0)).toBe(false);
    expect(hook.told.filter(({ message }) => message.kind === 'recorded')).toHaveLength(1);
  });

  it('cancels the recorder with Escape', async () => {
    const hook = await startBound();
    hook.send({ kind: 'record' });
    await nextHeartbeat(hook);
    await xdotool('key', escape);
    await heard(hook, 'recordCancelled');
  });

  it('resets what is held when a binding is edited, when everything is released, and for a new port', async () => {
    const hook = await startBound();
    await xdotool('keydown', f13);
    await edgeOf(hook, 'down', 0);
    hook.send({ kind: 'bind', longestHold: 120_000, bindings: { talk: [{ kind: 'key', code: 'F14' }] } });
    await edgeOf(hook, 'reset');
    expect(hook.edges().at(-1)).toEqual({ kind: 'reset', reason: 'rebound' });
    const resets = (): string[] => hook.edges().flatMap((edge) => (edge.kind === 'reset' ? [edge.reason] : []));
    await xdotool('keyup', f13);
    await xdotool('keydown', f14);
    await vi.waitFor(() => expect(hook.edges().at(-1)?.kind).toMatch(/down|renew/));
    hook.send({ kind: 'releaseAll' });
    await vi.waitFor(() => expect(resets()).toEqual(['rebound', 'stopping']));
    await xdotool('keyup', f14);
    await xdotool('keydown', f14);
    await vi.waitFor(() => expect(hook.edges().at(-1)?.kind).toMatch(/down|renew/));
    hook.send({ kind: 'port' });
    await heard(hook, 'closed');
    expect(resets()).toEqual(['rebound', 'stopping', 'sourceLost']);
    await xdotool('keyup', f14);
  });

  it('lets go and ends when it is told to stop', async () => {
    const hook = await startBound();
    await xdotool('keydown', f13);
    await edgeOf(hook, 'down', 0);
    hook.send({ kind: 'stop' });
    expect(await ended(hook.child)).toBe(0);
    expect(hook.edges().at(-1)).toEqual({ kind: 'reset', reason: 'stopping' });
  });

  it('says noDisplay without a display and does not crash', async () => {
    const { DISPLAY: _, ...environment } = process.env;
    const hook = startHook(environment);
    expect(await heard(hook, 'failed')).toMatchObject({ kind: 'failed', cause: 'noDisplay' });
    expect(hook.child.exitCode).toBeNull();
  });

  it('says noDisplay for a display where nothing listens, and does not crash', async () => {
    const hook = startHook({ ...process.env, DISPLAY: ':4711' });
    expect(await heard(hook, 'failed')).toMatchObject({ kind: 'failed', cause: 'noDisplay' });
    expect(hook.child.exitCode).toBeNull();
  });

  it('hears press and release at once although the X server has nothing to say to anybody', async () => {
    const hook = await startBound();
    const typist = await createTypist(display);
    typist.press(Number(f13));
    await edgeOf(hook, 'down', 0);
    typist.release(Number(f13));
    await edgeOf(hook, 'up', 0);
    typist.close();
  });

  it('says and writes nothing about a whole session of typing, in messages and output', async () => {
    const hook = await startBound();
    const word = 'Tr0ub4dor and 3 more';
    for (let round = 0; round < 5; round += 1) {
      await xdotool('type', '--delay', '0', word);
      await xdotool('key', 'ctrl+c', 'key', 'alt+Tab', 'key', 'F5', 'click', '1', 'click', '3', 'key', f13);
    }
    await vi.waitFor(() => expect(hook.edges().filter(({ kind }) => kind === 'up')).toHaveLength(5));
    hook.send({ kind: 'stop' });
    await ended(hook.child);
    expect(hook.written()).toBe('');
    // Every message that left, compared with the few that may: nothing in them can name a key.
    const allowed: readonly unknown[] = [
      { kind: 'closed' },
      ...(['down', 'renew', 'up'] as const).map((kind) => ({
        kind: 'edge',
        edge: { kind, action: 'talk', binding: 0 },
      })),
    ];
    for (const { message } of hook.told) {
      if (message.kind === 'heartbeat') expect(Object.keys(message)).toEqual(['kind', 'lastEdge']);
      else if (message.kind !== 'ready') expect(allowed).toContainEqual(message);
    }
    expect(hook.told.filter(({ message }) => message.kind === 'ready')).toHaveLength(1);
  });

  it('opens for a combination at its press, and shuts at the release of the key alone', async () => {
    const hook = startHook();
    await heard(hook, 'ready');
    hook.send({ kind: 'port' });
    hook.send({
      kind: 'bind',
      longestHold: 120_000,
      bindings: {
        talk: [{ kind: 'key', code: 'Space', modifiers: ['Control'] }],
        mute: [{ kind: 'mouse', button: 'back' }],
      },
    });
    await nextHeartbeat(hook);
    await xdotool('key', 'space');
    await xdotool('keydown', 'Control_L', 'keydown', 'space', 'keyup', 'Control_L');
    await edgeOf(hook, 'renew', 0);
    expect(hook.edges().some(({ kind }) => kind === 'up')).toBe(false);
    await xdotool('keyup', 'space');
    await edgeOf(hook, 'up', 0);
    expect(hook.edges().filter(({ kind }) => kind === 'down')).toHaveLength(1);
    await xdotool('click', '8');
    expect(await heard(hook, 'pressed')).toEqual({ kind: 'pressed', action: 'mute' });
  });

  it('can ask the X server whether a key is really down', async () => {
    const pulse = await startX11Pulse({ display, authority: undefined });
    if (pulse === 'unreachable') throw new Error('no display');
    const isDown = async (code: string): Promise<boolean> => {
      const keymap = await vi.waitUntil(() => pulse.keymap());
      const keycode = x11KeyCode(code) ?? 0;
      return ((keymap[keycode >> 3] ?? 0) & (1 << (keycode & 7))) !== 0;
    };
    for (const [code, keycode] of [
      ['F13', f13],
      ['ControlRight', controlRight],
      ['KeyA', letterA],
    ] as const) {
      expect(await isDown(code)).toBe(false);
      await xdotool('keydown', keycode);
      expect(await isDown(code)).toBe(true);
      await xdotool('keyup', keycode);
      expect(await isDown(code)).toBe(false);
    }
    pulse.stop();
    expect(await pulse.keymap()).toBeNull();
  });

  it('asks about the very key that it heard, for every key that it hears', async () => {
    const hook = startHook();
    await heard(hook, 'ready');
    hook.send({ kind: 'port' });
    const asked = hookableCodes.flatMap((code) => {
      const keycode = x11KeyCode(code);
      return keycode === null ? [] : [{ code, keycode }];
    });
    hook.send({
      kind: 'bind',
      longestHold: 120_000,
      bindings: { talk: asked.map(({ code }) => ({ kind: 'key', code })) },
    });
    await nextHeartbeat(hook);
    const typist = await createTypist(display);
    for (const { keycode } of asked) {
      typist.press(keycode);
      typist.release(keycode);
    }
    const heardKeys = (): string[] =>
      hook.edges().flatMap((edge) => (edge.kind === 'up' ? (asked[Number(edge.binding)]?.code ?? []) : []));
    await vi.waitFor(() => expect(heardKeys()).toEqual(asked.map(({ code }) => code)), { timeout: 10_000 });
    typist.close();
    const silent = ['IntlRo', 'MediaStop', 'MediaTrackPrevious', 'MediaTrackNext', 'BrowserBack', 'BrowserForward'];
    expect(hookableCodes.filter((code) => x11KeyCode(code) === null)).toEqual(silent);
  });

  it('can ask whether the middle button is really down, and knows that it cannot about those at the side', async () => {
    const pulse = await startX11Pulse({ display, authority: undefined });
    if (pulse === 'unreachable') throw new Error('no display');
    const isDown = async (): Promise<boolean> => {
      return (((await pulse.buttons()) ?? 0) & (x11ButtonBit('middle') ?? 0)) !== 0;
    };
    await vi.waitUntil(async () => (await pulse.buttons()) !== null);
    expect(await isDown()).toBe(false);
    await xdotool('mousedown', '2');
    expect(await isDown()).toBe(true);
    await xdotool('mousedown', '8', 'mouseup', '2');
    expect(await isDown()).toBe(false);
    expect(await pulse.buttons()).toBe(0);
    await xdotool('mouseup', '8');
    expect(x11ButtonBit('back')).toBeNull();
    pulse.stop();
    expect(await pulse.buttons()).toBeNull();
  });
});
