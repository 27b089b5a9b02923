import { leaseInterval, type HookCommand, type HookReport, type HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { initialMatcher, matchBinding, type MatcherInput } from './bindingMatcher.ts';
import type { Source } from './sources/source.ts';

/** How often main hears that the process lives, ms. */
const heartbeatInterval = 1_000;

/** The end of a MessagePort that leads to the renderer. */
export interface EdgePort {
  postMessage(edge: HotkeyEdge): void;
  close(): void;
}

export interface HookProcess {
  /** Reports `ready` or `failed`. */
  start(): Promise<void>;
  /** `port` comes with the command `port` only. */
  handle(command: HookCommand, port?: EdgePort): void;
}

/** Owns the source of key events; tells main reports and the renderer edges, and nobody which key was pressed. */
export function createHookProcess(ports: {
  readonly source: Source;
  readonly report: (report: HookReport) => void;
  /** Ends the process, after the messages so far went out. */
  readonly exit: () => void;
  /** ms, monotonic. */
  readonly now: () => number;
}): HookProcess {
  const { source, report, now } = ports;
  let state = initialMatcher;
  let renderer: EdgePort | null = null;
  let renewing: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;

  const step = (input: MatcherInput): void => {
    const output = matchBinding(state, input);
    state = output.state;
    for (const edge of output.edges) renderer?.postMessage(edge);
    if (output.report !== null) report(output.report);
    if (state.held.size > 0) {
      renewing ??= setInterval(() => step({ kind: 'renew' }), leaseInterval);
    } else {
      clearInterval(renewing);
      renewing = undefined;
    }
  };

  return {
    async start() {
      heartbeat = setInterval(() => report({ kind: 'heartbeat' }), heartbeatInterval);
      const started = await source.start((event) => step({ ...event, t: now() }));
      if (started.ok) report({ kind: 'ready', capabilities: source.capabilities });
      else report({ kind: 'failed', ...started.error });
    },
    handle(command, port) {
      switch (command.kind) {
        case 'port':
          step({ kind: 'reset', reason: 'sourceLost', t: now() });
          renderer?.close();
          renderer = port ?? null;
          return;
        case 'bind':
          return step({ kind: 'bind', bindings: command.bindings, t: now() });
        case 'record':
        case 'cancelRecord':
          return step({ kind: command.kind, t: now() });
        case 'releaseAll':
          // The renderer hears of the lock or the sleep from main, with its cause; this only lets go. Not `sourceLost`:
          // the hook works on.
          return step({ kind: 'reset', reason: 'stopping', t: now() });
        case 'stop':
          step({ kind: 'reset', reason: 'stopping', t: now() });
          clearInterval(heartbeat);
          source.stop();
          renderer?.close();
          renderer = null;
          return ports.exit();
      }
    },
  };
}
