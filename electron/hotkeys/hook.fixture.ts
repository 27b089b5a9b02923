import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { HookCommand, HookReport, HotkeyEdge } from '@parley/shared/hotkeys/messages';
import { vi } from 'vitest';

// The real entry of the hook process. Only `process.parentPort`, which Electron gives, is played: by Node's own channel to
// a forked process.

const parentPort = `
  const ports = { postMessage: (edge) => process.send({ kind: 'edge', edge }), close: () => process.send({ kind: 'closed' }) };
  process.parentPort = {
    on: (name, listener) => process.on('message', (data) => listener({ data, ports: data.kind === 'port' ? [ports] : [] })),
    postMessage: (report) => process.send(report),
  };`;

export type Told = HookReport | { kind: 'edge'; edge: HotkeyEdge } | { kind: 'closed' };

export interface Hook {
  readonly child: ChildProcess;
  readonly told: { at: number; message: Told }[];
  /** What it wrote to its output. */
  written(): string;
  edges(): HotkeyEdge[];
  send(command: HookCommand): void;
}

export const ended = (child: ChildProcess): Promise<number | NodeJS.Signals | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode ?? child.signalCode)
    : new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));

export function forkHook(words: readonly string[], environment: NodeJS.ProcessEnv): Hook {
  const child = fork(join(import.meta.dirname, 'index.ts'), [...words], {
    env: environment,
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(parentPort)}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const told: Hook['told'] = [];
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (written += data.toString()));
  child.on('message', (message: Told) => told.push({ at: performance.now(), message }));
  return {
    child,
    told,
    written: () => written,
    edges: () => told.flatMap(({ message }) => (message.kind === 'edge' ? [message.edge] : [])),
    send: (command) => void child.send(command),
  };
}

export const heard = (hook: Hook, kind: Told['kind'], timeout = 10_000): Promise<Told> =>
  vi.waitFor(
    () => {
      const found = hook.told.find(({ message }) => message.kind === kind);
      if (found === undefined) throw new Error(`no ${kind} among ${JSON.stringify(hook.told)} ${hook.written()}`);
      return found.message;
    },
    { timeout, interval: 5 },
  );

export const edgeOf = (hook: Hook, kind: HotkeyEdge['kind'], binding?: number | string): Promise<void> =>
  vi.waitFor(
    () => {
      const found = hook
        .edges()
        .some((edge) => edge.kind === kind && (edge.kind === 'reset' || edge.binding === binding));
      if (!found) throw new Error(`no ${kind} of ${binding} among ${JSON.stringify(hook.edges())}`);
    },
    { timeout: 5_000, interval: 5 },
  );
