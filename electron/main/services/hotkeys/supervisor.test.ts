import type { Binding } from '@parley/shared/hotkeys/binding';
import type { HookCommand, HookReport } from '@parley/shared/hotkeys/messages';
import { idleSummary } from '@parley/shared/ipc/callSummary';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Log } from '../log/log.ts';
import type { SettingsService } from '../settings/settings.ts';
import { createShortcuts } from './shortcuts.ts';
import { createHotkeySupervisor } from './supervisor.ts';
import type { decideKeySource } from './supervisorPolicy.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A double of the forked process: it says and does what a test tells it to. */
class HookDouble {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  readonly sent: HookCommand[] = [];
  connected = 0;
  killed = false;
  tell: (report: HookReport) => void = () => undefined;
  exit: (code: number) => void = () => undefined;
  send(command: HookCommand): void {
    this.sent.push(command);
  }
  connectRenderer(): void {
    this.connected += 1;
  }
  kill(): void {
    this.killed = true;
  }
  onReport(listener: (report: HookReport) => void): void {
    this.tell = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.exit = listener;
  }
}

const f9: Binding = { kind: 'key', code: 'F9' };
const back: Binding = { kind: 'mouse', button: 'back' };
const ready: HookReport = {
  kind: 'ready',
  source: 'uiohook',
  capabilities: { pressRelease: true, mouse: true, loneModifier: true, systemOwned: false, physicalState: true },
  trigger: '',
  commands: true,
};
const inCall = { ...idleSummary, phase: 'connected' as const };

function setUp(changed: Partial<Settings> = {}, source: ReturnType<typeof decideKeySource> = { source: 'uiohook' }) {
  let settings: Settings = { ...defaultSettings, talkBindings: [f9], ...changed };
  const listeners = new Set<(settings: Settings) => void>();
  const hooks: HookDouble[] = [];
  const registered = new Map<string, () => void>();
  const pressed: string[] = [];
  let asked = 0;
  const silent = (): void => undefined;
  const supervisor = createHotkeySupervisor({
    start({ source: chosen }) {
      const hook = new HookDouble(chosen);
      hooks.push(hook);
      return hook;
    },
    keySource: () => source,
    shortcuts: createShortcuts({
      registry: {
        register(accelerator, callback) {
          registered.set(accelerator, callback);
          return true;
        },
        unregister: (accelerator) => void registered.delete(accelerator),
      },
      onAction: (action) => pressed.push(action),
      now: Date.now,
    }),
    settings: {
      get: () => settings,
      onChanged(listener: (settings: Settings) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    } as unknown as SettingsService,
    askPermission: () => void (asked += 1),
    onPressed: (action) => pressed.push(action),
    onRecording: () => undefined,
    now: Date.now,
    log: { info: silent, warn: silent, error: silent } as unknown as Log,
  });
  return {
    supervisor,
    hooks,
    registered,
    pressed,
    asked: () => asked,
    change(patch: Partial<Settings>) {
      settings = { ...settings, ...patch };
      for (const listener of listeners) listener(settings);
    },
    latest(): HookDouble {
      vi.advanceTimersByTime(2_000);
      const hook = hooks.at(-1);
      if (hook === undefined) throw new Error('no hook process was started');
      return hook;
    },
  };
}

describe('the supervisor of the hook process', () => {
  it('runs it for a call with push-to-talk and ends it with the call', () => {
    const { supervisor, hooks, latest } = setUp();
    expect(hooks).toHaveLength(0);
    supervisor.setCall(inCall);
    const hook = latest();
    hook.tell(ready);
    expect(supervisor.status.get()).toMatchObject({ kind: 'live', source: 'uiohook', lastEdge: null });
    expect([hook.connected, hook.sent.at(-1)?.kind]).toEqual([1, 'bind']);
    supervisor.setCall(idleSummary);
    expect(hook.sent.at(-1)).toEqual({ kind: 'stop' });
    vi.advanceTimersByTime(500);
    expect([hook.killed, supervisor.status.get()]).toEqual([true, { kind: 'off', forecast: 'everywhere' }]);
  });

  it('says before a call what keys will do in it, and after it what they did', () => {
    const { supervisor, latest } = setUp({}, { source: 'portal' });
    expect(supervisor.status.get()).toEqual({ kind: 'off', forecast: 'desktop' });
    supervisor.setCall(inCall);
    latest().tell({ kind: 'failed', cause: 'wayland', message: 'no portal', commands: false });
    supervisor.setCall(idleSummary);
    expect(supervisor.status.get()).toEqual({ kind: 'off', forecast: 'wayland' });
    const refused = setUp({}, { source: 'none', cause: 'accessibilityRefused' });
    expect(refused.supervisor.status.get()).toEqual({ kind: 'off', forecast: 'accessibilityRefused' });
  });

  it('starts another one after an exit, gives up after three, and says so', () => {
    const { supervisor, hooks, latest } = setUp();
    supervisor.setCall(inCall);
    for (let round = 0; round < 3; round += 1) latest().exit(1);
    expect(supervisor.status.get()).toEqual({ kind: 'degraded', source: 'window', cause: 'crashed', commands: false });
    vi.advanceTimersByTime(60_000);
    expect(hooks.map((hook) => hook.source)).toEqual(['uiohook', 'uiohook', 'uiohook', 'none']);
  });

  it('tells a process that follows a dead one that keys may still be down', () => {
    const { supervisor, latest } = setUp();
    supervisor.setCall(inCall);
    latest().tell(ready);
    expect(latest().sent.at(-1)).toMatchObject({ kind: 'bind', afterCrash: false });
    latest().exit(1);
    vi.advanceTimersByTime(60_000);
    latest().tell(ready);
    expect(latest().sent.at(-1)).toMatchObject({ kind: 'bind', afterCrash: true });
  });

  it('keeps commands when the hook is given up, in a process without one, and gives that up as well when it ends', () => {
    const { supervisor, hooks, change, latest } = setUp();
    supervisor.setCall(inCall);
    for (let round = 0; round < 3; round += 1) latest().exit(1);
    const last = latest();
    last.tell({ kind: 'failed', cause: 'crashed', message: '', commands: true });
    const crashed = { kind: 'degraded', source: 'window', cause: 'crashed' } as const;
    expect(supervisor.status.get()).toEqual({ ...crashed, commands: true });
    expect([last.source, last.connected, last.sent.at(-1)?.kind]).toEqual(['none', 1, 'bind']);
    last.exit(1);
    expect(supervisor.status.get()).toEqual({ ...crashed, commands: false });
    change({ releaseDelay: 10 });
    vi.advanceTimersByTime(60_000);
    expect(hooks).toHaveLength(4);
    supervisor.retry();
    latest().tell(ready);
    expect(hooks.at(-1)?.source).toBe('uiohook');
    expect(supervisor.status.get()).toMatchObject({ kind: 'live' });
  });

  it('gives up one that crashes again and again right after it began to work', () => {
    const { supervisor, hooks, latest } = setUp();
    supervisor.setCall(inCall);
    for (let round = 0; round < 3; round += 1) {
      const hook = latest();
      hook.tell(ready);
      vi.advanceTimersByTime(1_000);
      hook.exit(1);
    }
    vi.advanceTimersByTime(60_000);
    expect(hooks.map((hook) => hook.source)).toEqual(['uiohook', 'uiohook', 'uiohook', 'none']);
    expect(supervisor.status.get()).toMatchObject({ kind: 'degraded', cause: 'crashed' });
    // Another call tries anew.
    supervisor.setCall(idleSummary);
    supervisor.setCall(inCall);
    latest().tell(ready);
    expect(supervisor.status.get()).toMatchObject({ kind: 'live' });
  });

  it('forgets earlier crashes after a healthy minute', () => {
    const { supervisor, hooks, latest } = setUp();
    supervisor.setCall(inCall);
    for (let round = 0; round < 6; round += 1) {
      const hook = latest();
      hook.tell(ready);
      for (let beat = 0; beat < 60; beat += 1) {
        vi.advanceTimersByTime(1_000);
        hook.tell({ kind: 'heartbeat', lastEdge: null });
      }
      hook.exit(1);
    }
    latest().tell(ready);
    expect(hooks).toHaveLength(7);
    expect(supervisor.status.get()).toMatchObject({ kind: 'live' });
  });

  it.each([true, false])(
    'asks for no other shortcut once one was taken away (commands: %s), until the next call',
    (commands) => {
      const { supervisor, hooks, change, latest } = setUp();
      supervisor.setCall(inCall);
      const hook = latest();
      hook.tell({ ...ready, source: 'portal', commands });
      hook.tell({ kind: 'failed', cause: 'portalRefused', message: 'the shortcut was taken away', commands });
      // Without commands main has ended it by then.
      if (!commands) hook.exit(0);
      change({ releaseDelay: 10 });
      vi.advanceTimersByTime(3_000);
      expect(hooks).toHaveLength(1);
      expect(supervisor.status.get()).toMatchObject({ kind: 'degraded', cause: 'portalRefused' });
      supervisor.setCall(idleSummary);
      supervisor.setCall(inCall);
      expect(latest()).not.toBe(hook);
    },
  );

  it.each([
    ['accessibilityRefused', 1],
    ['portalRefused', 0],
  ] as const)('starts anew when the person wants it after %s, and asks the system then, not before', (cause, times) => {
    const { supervisor, hooks, asked, latest } = setUp();
    supervisor.retry();
    supervisor.setCall(inCall);
    supervisor.retry();
    const hook = latest();
    hook.tell({ kind: 'failed', cause, message: '', commands: true });
    expect([hooks.length, asked()]).toEqual([1, 0]);
    supervisor.retry();
    expect([hook.sent.at(-1), asked()]).toEqual([{ kind: 'stop' }, times]);
    latest().tell(ready);
    expect(hooks).toHaveLength(2);
    expect(supervisor.status.get()).toMatchObject({ kind: 'live' });
    supervisor.retry();
    expect(hooks).toHaveLength(2);
  });

  it('ends one whose heart has stopped', () => {
    const { supervisor, latest } = setUp();
    supervisor.setCall(inCall);
    const hook = latest();
    hook.tell(ready);
    vi.advanceTimersByTime(3_400);
    hook.tell({ kind: 'heartbeat', lastEdge: 400 });
    expect(supervisor.status.get()).toMatchObject({ lastEdge: Date.now() - 400 });
    vi.advanceTimersByTime(3_499);
    expect(hook.killed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(hook.killed).toBe(true);
  });

  it('keeps one that cannot hear keys but commands, and does not try again what cannot start', () => {
    const failed = { kind: 'failed', cause: 'portalRefused', message: '' } as const;
    const heard = setUp();
    heard.supervisor.setCall(inCall);
    heard.latest().tell({ ...failed, commands: true });
    expect(heard.latest().sent.map(({ kind }) => kind)).not.toContain('stop');
    expect(heard.supervisor.status.get()).toMatchObject({ kind: 'degraded', cause: 'portalRefused', commands: true });

    const deaf = setUp();
    deaf.supervisor.setCall(inCall);
    deaf.latest().tell({ ...failed, commands: false });
    deaf.change({ releaseDelay: 10 });
    vi.advanceTimersByTime(60_000);
    expect(deaf.hooks).toHaveLength(1);
    expect(deaf.supervisor.status.get()).toMatchObject({ kind: 'degraded', cause: 'portalRefused' });
  });

  it('lets the talk key toggle by a system shortcut where nothing hears its release', () => {
    const { supervisor, registered, pressed, latest } = setUp({ talkMode: 'toggle' });
    supervisor.setCall(inCall);
    expect(registered.size).toBe(0);
    latest().tell({ kind: 'failed', cause: 'notOnThisPlatform', message: '', commands: true });
    expect(supervisor.status.get()).toMatchObject({ kind: 'degraded', source: 'globalShortcut' });
    registered.get('F9')?.();
    expect(pressed).toEqual(['talk']);
    supervisor.setCall(idleSummary);
    expect(registered.size).toBe(0);
  });

  it('runs it without push-to-talk only for a binding that nothing else can hear', () => {
    const actionBindings = { ...defaultSettings.actionBindings, mute: [f9] };
    const { supervisor, hooks, change, latest } = setUp({ microphoneMode: 'alwaysOpen', actionBindings });
    supervisor.setCall(inCall);
    vi.advanceTimersByTime(1_000);
    expect(hooks).toHaveLength(0);
    change({ actionBindings: { ...actionBindings, mute: [f9, back] } });
    const hook = latest();
    hook.tell(ready);
    expect(hook.sent.at(-1)).toMatchObject({ kind: 'bind', bindings: { mute: [back] } });
  });

  it('asks no desktop for a talk key that nothing would use', () => {
    const actionBindings = { ...defaultSettings.actionBindings, mute: [back], joinFavourite: [back] };
    const { supervisor, hooks } = setUp({ microphoneMode: 'voiceActivation', actionBindings }, { source: 'portal' });
    supervisor.setCall(inCall);
    vi.advanceTimersByTime(10_000);
    expect(hooks).toHaveLength(0);
  });

  it('registers the key of the favourite channel from the start on, and runs for one that only it can hear', () => {
    const joins = (...joinFavourite: Binding[]): Partial<Settings> => ({
      actionBindings: { ...defaultSettings.actionBindings, joinFavourite },
    });
    const { registered, hooks } = setUp(joins(f9));
    expect([...registered.keys()]).toEqual(['F9']);
    vi.advanceTimersByTime(10_000);
    expect(hooks).toHaveLength(0);
    expect(setUp(joins(back)).latest().source).toBe('uiohook');
  });

  it('tells the running one to let go of everything', () => {
    const { supervisor, latest } = setUp();
    supervisor.setCall(inCall);
    const hook = latest();
    hook.tell(ready);
    supervisor.releaseAll();
    expect(hook.sent.at(-1)).toEqual({ kind: 'releaseAll' });
  });
});

describe('the recorder', () => {
  it('answers with what was pressed and let go, and ends the process that ran for it', async () => {
    const { supervisor, latest } = setUp();
    const answer = supervisor.record();
    const hook = latest();
    hook.tell(ready);
    expect(hook.sent.at(-1)).toEqual({ kind: 'record' });
    hook.tell({ kind: 'recording', binding: back });
    hook.tell({ kind: 'recorded', binding: back });
    expect(await answer).toEqual({ kind: 'recorded', binding: back });
    expect(hook.sent.at(-1)).toEqual({ kind: 'stop' });
  });

  it('tells a key that never came up from nothing at all', async () => {
    for (const pressed of [true, false]) {
      const { supervisor, latest } = setUp();
      const answer = supervisor.record();
      const hook = latest();
      hook.tell(ready);
      if (pressed) hook.tell({ kind: 'recording', binding: f9 });
      hook.tell({ kind: 'heartbeat', lastEdge: null });
      vi.advanceTimersByTime(8_000);
      expect(await answer).toEqual({ kind: pressed ? 'noRelease' : 'cancelled' });
    }
  });

  it('leaves the window to record where nothing hears keys everywhere, or the desktop owns them', async () => {
    const none = setUp();
    const first = none.supervisor.record();
    none.latest().tell({ kind: 'failed', cause: 'noDisplay', message: '', commands: false });
    expect(await first).toEqual({ kind: 'noSource' });

    const portal = setUp();
    const second = portal.supervisor.record();
    const owned = { ...ready, source: 'portal', capabilities: { ...ready.capabilities, systemOwned: true } } as const;
    portal.latest().tell(owned);
    expect(await second).toEqual({ kind: 'noSource' });
  });

  it('is not answered by a key that a system shortcut takes', () => {
    const { supervisor, registered } = setUp({
      actionBindings: { ...defaultSettings.actionBindings, mute: [back, f9] },
    });
    supervisor.setCall(inCall);
    expect([...registered.keys()]).toEqual(['F9']);
    void supervisor.record();
    expect(registered.size).toBe(0);
    supervisor.cancelRecord();
    expect([...registered.keys()]).toEqual(['F9']);
  });
});
