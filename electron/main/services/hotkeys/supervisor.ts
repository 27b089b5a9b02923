import type { Binding, PressAction } from '@parley/shared/hotkeys/binding';
import type {
  HookCommand,
  HookReport,
  HotkeyStatus,
  KeyForecast,
  KeySourceTrouble,
  RecordAnswer,
} from '@parley/shared/hotkeys/messages';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';
import type { SettingsService } from '../settings/settings.ts';
import { decideShortcuts, type Shortcuts } from './shortcuts.ts';
import {
  decideHook,
  endsInARow,
  forecastKeys,
  heartbeatLimit,
  restartDelay,
  restartLimit,
  type decideKeySource,
} from './supervisorPolicy.ts';

/** A running hook process, as the supervisor sees it. */
export interface HookProcess {
  send(command: HookCommand): void;
  /** Connects the process to the renderer by a fresh MessagePort; an earlier one is closed. */
  connectRenderer(): void;
  kill(): void;
  onReport(listener: (report: HookReport) => void): void;
  onExit(listener: (code: number) => void): void;
}

export interface HotkeySupervisor extends Disposable {
  readonly status: Observable<HotkeyStatus>;
  setCall(summary: CallSummary): void;
  /** The renderer was (re)loaded: it needs a new port. */
  rendererReady(): void;
  record(): Promise<RecordAnswer>;
  cancelRecord(): void;
  /** The person wants keys everywhere after all: asks for what the system refused, and starts anew. Nothing while they work. */
  retry(): void;
  releaseAll(): void;
}

/** The recorder gives up after this long, ms. */
const recordLimit = 10_000;

/** Push-to-mute has no longest hold: letting go of a key that nobody renews would open nothing, and explain nothing. */
const anyHold = 86_400_000;

/** Starts, watches, restarts and ends the process that owns the key hook. Its exit in any way releases every key. */
export function createHotkeySupervisor(ports: {
  start: (source: ReturnType<typeof decideKeySource>) => HookProcess;
  keySource: () => ReturnType<typeof decideKeySource>;
  /** Has the system ask the person for its permission, where there is one: only when they want it. */
  askPermission: () => void;
  shortcuts: Shortcuts;
  settings: SettingsService;
  /** A key of something that needs only the press. */
  onPressed: (action: PressAction) => void;
  /** The recorder saw a press and waits for its release. */
  onRecording: (binding: Binding) => void;
  now: () => number;
  log: Log;
}): HotkeySupervisor {
  const { settings, shortcuts, log } = ports;
  let seen: KeyForecast | null = null;
  const off = (): HotkeyStatus => ({ kind: 'off', forecast: forecastKeys(ports.keySource(), seen) });
  const status = createSettable<HotkeyStatus>(off());
  let process: HookProcess | null = null;
  let call: CallSummary['phase'] = 'idle';
  let restarts = 0;
  let starting: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let recording: { pressed: boolean; readonly settle: (answer: RecordAnswer) => void } | null = null;

  const degrade = (cause: KeySourceTrouble, commands: boolean): void => {
    seen = cause;
    status.set({ kind: 'degraded', source: 'window', cause, commands });
    recording?.settle({ kind: 'noSource' });
    showShortcuts();
    // Only with what is registered now is it known whether the talk key toggles from everywhere.
    const left = shortcuts.rest().talk ?? [];
    const toggles = wantedShortcuts().talk?.some((binding) => !left.includes(binding)) ?? false;
    if (toggles) status.set({ kind: 'degraded', source: 'globalShortcut', cause, commands });
  };
  const wantedShortcuts = (): ReturnType<typeof decideShortcuts> =>
    // A registered key would never reach the recorder.
    recording !== null
      ? {}
      : decideShortcuts({ call, settings: settings.get(), degraded: status.get().kind === 'degraded' });
  const showShortcuts = (): void => shortcuts.show(wantedShortcuts());
  const bind = (): void => {
    const { talkBindings, talkMode, maximumHold } = settings.get();
    const { talk: _, ...rest } = shortcuts.rest();
    process?.send({
      kind: 'bind',
      bindings: { ...rest, talk: talkBindings },
      longestHold: talkMode === 'pushToMute' ? anyHold : maximumHold,
      afterCrash: restarts > 0,
    });
  };

  const end = (): void => {
    clearTimeout(starting);
    clearTimeout(heartbeat);
    const old = process;
    process = null;
    old?.send({ kind: 'stop' });
    // A process that does not obey must not go on listening to keys.
    if (old !== null) setTimeout(() => old.kill(), 500);
  };
  const watch = (running: HookProcess): void => {
    clearTimeout(heartbeat);
    heartbeat = setTimeout(() => {
      log.warn('the hook process hangs and is ended');
      running.kill();
    }, heartbeatLimit);
  };
  const listen = (running: HookProcess): void => {
    bind();
    running.connectRenderer();
  };
  const begin = (): void => {
    const running = ports.start(restarts >= restartLimit ? { source: 'none', cause: 'crashed' } : ports.keySource());
    let worksSince: number | null = null;
    process = running;
    watch(running);
    running.onReport((report) => {
      if (process !== running) return;
      watch(running);
      switch (report.kind) {
        case 'ready': {
          worksSince = ports.now();
          const { source, capabilities, trigger, commands } = report;
          seen = capabilities.systemOwned ? 'talkKey' : 'everywhere';
          status.set({ kind: 'live', source, capabilities, lastEdge: null, trigger, commands });
          listen(running);
          if (recording === null) return;
          // A desktop that owns the keys tells nobody which one is pressed.
          return capabilities.systemOwned ? recording.settle({ kind: 'noSource' }) : running.send({ kind: 'record' });
        }
        case 'failed':
          log.warn('the key hook cannot work', { cause: report.cause });
          if (report.commands) listen(running);
          else {
            // What cannot start does not start a moment later either: joining again tries anew.
            restarts = restartLimit;
            end();
          }
          return degrade(report.cause, report.commands);
        case 'pressed':
          return ports.onPressed(report.action);
        case 'recording':
          if (recording !== null) recording.pressed = true;
          return ports.onRecording(report.binding);
        case 'recorded':
          return recording?.settle({ kind: 'recorded', binding: report.binding });
        case 'recordCancelled':
          return recording?.settle({ kind: 'cancelled' });
        case 'heartbeat':
          return noteEdge(report.lastEdge);
      }
    });
    running.onExit((code) => {
      if (process !== running) return;
      process = null;
      clearTimeout(heartbeat);
      restarts = endsInARow(restarts, worksSince === null ? null : ports.now() - worksSince);
      log.warn('the hook process ended', { code, restarts });
      if (restarts >= restartLimit) {
        degrade('crashed', false);
        if (restarts === restartLimit) start();
        return;
      }
      status.set({ kind: 'starting' });
      render();
    });
  };
  /** The same edge is told again with every heartbeat, a little off by the time in between. */
  const noteEdge = (ago: number | null): void => {
    const before = status.get();
    if (ago === null || before.kind !== 'live') return;
    const at = Math.round(ports.now() - ago);
    if (Math.abs(at - (before.lastEdge ?? 0)) > 200) status.set({ ...before, lastEdge: at });
  };
  const render = (): void => {
    showShortcuts();
    const wanted = decideHook({
      call,
      mode: settings.get().microphoneMode,
      recording: recording !== null,
      onlyHook: Object.keys(shortcuts.rest()).some((action) => action !== 'talk'),
      source: ports.keySource().source,
    });
    if (wanted === 'stop') {
      restarts = 0;
      end();
      status.set(off());
      return showShortcuts();
    }
    if (process !== null || restarts >= restartLimit) return bind();
    status.set({ kind: 'starting' });
    start();
  };
  const start = (): void => {
    clearTimeout(starting);
    starting = setTimeout(begin, restartDelay(restarts));
  };

  const stopListening = settings.onChanged(render);
  // A favourite's key works before anything changes.
  render();
  return {
    status,
    setCall(summary) {
      if (summary.phase === call) return;
      call = summary.phase;
      render();
    },
    rendererReady: () => process?.connectRenderer(),
    record() {
      recording?.settle({ kind: 'cancelled' });
      return new Promise((resolve) => {
        const limit = setTimeout(
          () => recording?.settle({ kind: recording.pressed ? 'noRelease' : 'cancelled' }),
          recordLimit,
        );
        recording = {
          pressed: false,
          settle(answer) {
            clearTimeout(limit);
            recording = null;
            process?.send({ kind: 'cancelRecord' });
            resolve(answer);
            render();
          },
        };
        const now = status.get();
        if (now.kind === 'degraded') return recording.settle({ kind: 'noSource' });
        if (now.kind === 'live' && now.capabilities.systemOwned) return recording.settle({ kind: 'noSource' });
        process?.send({ kind: 'record' });
        render();
      });
    },
    cancelRecord: () => recording?.settle({ kind: 'cancelled' }),
    retry() {
      const now = status.get();
      if (now.kind !== 'degraded' && now.kind !== 'off') return;
      const cause = now.kind === 'degraded' ? now.cause : now.forecast;
      if (cause === 'accessibilityRefused') ports.askPermission();
      // What was seen until now says nothing about the next try.
      seen = null;
      end();
      restarts = 0;
      render();
    },
    releaseAll: () => process?.send({ kind: 'releaseAll' }),
    dispose() {
      stopListening();
      recording?.settle({ kind: 'cancelled' });
      end();
    },
  };
}
