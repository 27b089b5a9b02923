import type { Control } from '@parley/shared/hotkeys/binding';
import {
  leaseInterval,
  type GlobalSourceName,
  type HookCommand,
  type HookReport,
  type HotkeyEdge,
} from '@parley/shared/hotkeys/messages';
import { initialMatcher, matchBinding, type MatcherInput } from './bindingMatcher.ts';
import { createLateEvents } from './lateEvents.ts';
import type { CommandSocket } from './sources/commands.ts';
import type { ControlEvent, Source, SourceFailure } from './sources/source.ts';

/** How often main hears that the process lives, ms. */
const heartbeatInterval = 1_000;

/**
 * How often the system is asked whether a key that is or may be down really is, ms; two answers in a row that say no are
 * a release.
 */
const physicalInterval = 100;

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
  /** A failure: none can work here, and why. */
  readonly source: Source | SourceFailure;
  /** Beside it, commands from outside; null: none. */
  readonly commands: CommandSocket | null;
  readonly report: (report: HookReport) => void;
  /** Ends the process, after the messages so far went out. */
  readonly exit: () => void;
  /** ms, monotonic. */
  readonly now: () => number;
}): HookProcess {
  const { source, commands, report, now } = ports;
  const keys = 'start' in source ? source : null;
  let state = initialMatcher;
  let renderer: EdgePort | null = null;
  let renewing: NodeJS.Timeout | undefined;
  let asking: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let lastEdge: number | null = null;
  /** Controls that the system called up once while they count as down. */
  let doubted: ReadonlySet<Control> = new Set();

  const step = (input: MatcherInput): void => {
    const output = matchBinding(state, input);
    state = output.state;
    for (const edge of output.edges) {
      renderer?.postMessage(edge);
      if (edge.kind === 'down' || edge.kind === 'up') lastEdge = now();
    }
    for (const one of output.reports) {
      report(one);
      if (one.kind === 'pressed') lastEdge = now();
    }
    if (state.held.size > 0) {
      renewing ??= setInterval(() => step({ kind: 'renew', t: now() }), leaseInterval);
    } else {
      clearInterval(renewing);
      renewing = undefined;
    }
    askOn();
    // A key that was bound just now and is up must not stay in doubt: the next press is meant.
    if (input.kind === 'bind') void doubt().then(doubt);
  };
  const askOn = (): void => {
    if (asked().length > 0) {
      asking ??= setInterval(() => void doubt(), physicalInterval);
      return;
    }
    clearInterval(asking);
    asking = undefined;
    doubted = new Set();
  };
  const isKnown = (control: ControlEvent['control']): control is Control =>
    control.kind !== 'named' && keys?.canTell?.(control) === true;
  const isDown = async (control: Control): Promise<boolean | null> => (await keys?.isDown?.(control)) ?? null;
  /** What is down, or may be, and the system can be asked about. */
  const asked = (): Control[] =>
    [...state.held.values(), ...state.spent.values()].map(({ control }) => control).filter(isKnown);
  /** A release that nobody told: the system itself says that the key is up. */
  const doubt = async (): Promise<void> => {
    const controls = asked();
    const answers = await Promise.all(controls.map(isDown));
    const up = new Set(controls.filter((_, index) => answers[index] === false));
    const sure = [...up].filter((control) => doubted.has(control));
    doubted = up;
    for (const control of sure) step({ kind: 'release', control, t: now() });
  };
  const late = createLateEvents({
    deliver: (event) => step({ ...event, isKnown: isKnown(event.control), t: now() }),
    isDown,
    now,
  });
  const onEvent = late.take;
  const end = (): void => {
    for (const timer of [heartbeat, renewing, asking]) clearInterval(timer);
    late.stop();
    keys?.stop();
    commands?.stop();
    renderer?.close();
    renderer = null;
    ports.exit();
  };

  return {
    async start() {
      heartbeat = setInterval(() => {
        report({ kind: 'heartbeat', lastEdge: lastEdge === null ? null : now() - lastEdge });
        // A system that could not be asked may answer by now.
        askOn();
      }, heartbeatInterval);
      const heard = (await commands?.start(onEvent, (action) => report({ kind: 'pressed', action }))) ?? false;
      const started =
        keys === null
          ? ({ ok: false, error: source as SourceFailure } as const)
          : await keys.start(onEvent, (failure) => {
              step({ kind: 'reset', reason: 'sourceLost', t: now() });
              // What the person took away they are not asked for again: main goes on without it.
              if (failure.cause === 'portalRefused') return report({ kind: 'failed', ...failure, commands: heard });
              // Main starts another one: what was lost (a portal, a bus) may be back.
              end();
            });
      if (started.ok && keys !== null) {
        if (keys.name === 'portal') {
          step({ kind: 'listens', control: { kind: 'named', action: 'talk', source: 'portal' }, t: now() });
        }
        const name: GlobalSourceName = keys.name;
        report({
          kind: 'ready',
          source: name,
          capabilities: keys.capabilities,
          trigger: started.value,
          commands: heard,
        });
      } else if (!started.ok) report({ kind: 'failed', ...started.error, commands: heard });
    },
    handle(command, port) {
      switch (command.kind) {
        case 'port':
          step({ kind: 'reset', reason: 'sourceLost', t: now() });
          renderer?.close();
          renderer = port ?? null;
          return;
        case 'bind':
          return step({ ...command, t: now() });
        case 'record':
        case 'cancelRecord':
          return step({ kind: command.kind, t: now() });
        case 'releaseAll':
          // The renderer hears of the lock or the sleep from main, with its cause; this only lets go. Not `sourceLost`:
          // the hook works on.
          return step({ kind: 'reset', reason: 'stopping', t: now() });
        case 'stop':
          step({ kind: 'reset', reason: 'stopping', t: now() });
          return end();
      }
    },
  };
}
