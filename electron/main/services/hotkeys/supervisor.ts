import type { Binding } from '@parley/shared/hotkeys/binding';
import type { HookCommand, HookReport, HotkeyStatus } from '@parley/shared/hotkeys/messages';
import type { CallSummary } from '@parley/shared/ipc/callSummary';
import type { Disposable } from '../disposable.ts';
import type { Log } from '../log/log.ts';
import { createSettable, type Observable } from '../observable.ts';
import type { SettingsService } from '../settings/settings.ts';
import { decideHook, heartbeatLimit, restartDelay, restartLimit, type decideObstacle } from './supervisorPolicy.ts';

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
  record(): Promise<Binding | null>;
  cancelRecord(): void;
  releaseAll(): void;
}

/** The recorder gives up after this long, ms. */
const recordLimit = 10_000;

/** Starts, watches, restarts and ends the process that owns the key hook. Its exit in any way releases every key. */
export function createHotkeySupervisor(ports: {
  start: () => HookProcess;
  obstacle: () => ReturnType<typeof decideObstacle>;
  settings: SettingsService;
  log: Log;
}): HotkeySupervisor {
  const { settings, log } = ports;
  const status = createSettable<HotkeyStatus>({ kind: 'off' });
  let process: HookProcess | null = null;
  let call: CallSummary['phase'] = 'idle';
  let restarts = 0;
  let starting: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let recording: { readonly settle: (binding: Binding | null) => void } | null = null;

  const degrade = (cause: Extract<HotkeyStatus, { kind: 'degraded' }>['cause']): void => {
    status.set({ kind: 'degraded', source: 'window', cause });
    recording?.settle(null);
  };
  const bind = (): void => process?.send({ kind: 'bind', bindings: { talk: settings.get().talkBindings } });

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
  const begin = (): void => {
    const running = ports.start();
    process = running;
    watch(running);
    running.onReport((report) => {
      if (process !== running) return;
      watch(running);
      switch (report.kind) {
        case 'ready':
          restarts = 0;
          bind();
          running.connectRenderer();
          if (recording !== null) running.send({ kind: 'record' });
          status.set({ kind: 'live', source: 'uiohook', capabilities: report.capabilities });
          return;
        case 'failed':
          log.warn('the key hook cannot work', { cause: report.cause });
          end();
          return degrade(report.cause);
        case 'recorded':
          return recording?.settle(report.binding);
        case 'recordCancelled':
          return recording?.settle(null);
        case 'heartbeat':
          return;
      }
    });
    running.onExit((code) => {
      if (process !== running) return;
      process = null;
      clearTimeout(heartbeat);
      restarts += 1;
      log.warn('the hook process ended', { code, restarts });
      if (restarts >= restartLimit) return degrade('crashed');
      status.set({ kind: 'starting' });
      render();
    });
  };
  const render = (): void => {
    const wanted = decideHook({ call, mode: settings.get().microphoneMode, recording: recording !== null });
    if (wanted === 'stop') {
      restarts = 0;
      end();
      return status.set({ kind: 'off' });
    }
    if (process !== null || restarts >= restartLimit) return;
    const obstacle = ports.obstacle();
    if (obstacle !== null) return degrade(obstacle);
    status.set({ kind: 'starting' });
    clearTimeout(starting);
    starting = setTimeout(begin, restartDelay(restarts));
  };

  const stopListening = settings.onChanged(() => {
    bind();
    render();
  });
  return {
    status,
    setCall(summary) {
      if (summary.phase === call) return;
      call = summary.phase;
      render();
    },
    rendererReady: () => process?.connectRenderer(),
    record() {
      recording?.settle(null);
      return new Promise((resolve) => {
        const limit = setTimeout(() => recording?.settle(null), recordLimit);
        recording = {
          settle(binding) {
            clearTimeout(limit);
            recording = null;
            process?.send({ kind: 'cancelRecord' });
            resolve(binding);
            render();
          },
        };
        process?.send({ kind: 'record' });
        render();
      });
    },
    cancelRecord: () => recording?.settle(null),
    releaseAll: () => process?.send({ kind: 'releaseAll' }),
    dispose() {
      stopListening();
      recording?.settle(null);
      end();
    },
  };
}
