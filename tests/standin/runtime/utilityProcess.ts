import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { StrictEmitter } from './emitter.ts';
import { strict } from './notPlayed.ts';
import { checkOptions } from './options.ts';
import { MessagePortMain } from './ports.ts';

/** What passes between a utility process and main, past the application's own messages. */
export type UtilityWire =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'portClosed'; readonly id: number };

interface ForkOptions {
  readonly serviceName?: string;
  readonly stdio?: 'pipe' | 'ignore' | 'inherit';
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export const runningUtilities = new Set<{ readonly pid: number; readonly serviceName: string }>();

/** Electron's UtilityProcess on a child Node; ports are relayed over its channel. */
class UtilityProcess extends StrictEmitter {
  pid: number | undefined;
  readonly stdout: ChildProcess['stdout'];
  readonly stderr: ChildProcess['stderr'];
  private readonly child: ChildProcess;
  private readonly ports = new Set<number>();

  constructor(module: string, args: readonly string[], options: ForkOptions) {
    super('UtilityProcess');
    checkOptions('utilityProcess.fork', options);
    const output = options.stdio ?? 'inherit';
    this.child = fork(module, [...args], {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env), ELECTRON_RUN_AS_NODE: '1' },
      execPath: process.env['ELECTRON_STANDIN_EXE'] ?? process.execPath,
      execArgv: ['--disable-warning=ExperimentalWarning', '--import', join(import.meta.dirname, 'utilityChild.ts')],
      stdio: ['ignore', output, output, 'ipc'],
      serialization: 'advanced',
    });
    this.stdout = this.child.stdout;
    this.stderr = this.child.stderr;
    const { child } = this;
    const entry = { pid: child.pid ?? 0, serviceName: options.serviceName ?? 'Node Utility Process' };
    runningUtilities.add(entry);
    const kill = (): void => void child.kill('SIGKILL');
    process.on('exit', kill);
    child.on('spawn', () => {
      this.pid = child.pid;
      this.emit('spawn');
    });
    child.on('message', (wire: UtilityWire) => {
      if (wire.kind === 'message') this.emit('message', wire.data);
      else if (wire.kind === 'port') MessagePortMain.byId(wire.id)?.postMessage(wire.data);
      else MessagePortMain.byId(wire.id)?.close();
    });
    child.on('exit', (code, signal) => {
      process.removeListener('exit', kill);
      runningUtilities.delete(entry);
      this.pid = undefined;
      for (const id of this.ports) MessagePortMain.byId(id)?.close();
      this.emit('exit', code ?? (signal === null ? 0 : 1));
    });
    child.on('error', (error) => console.error('[electron stand-in]', entry.serviceName, error));
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    const send = (wire: UtilityWire): void => {
      if (this.child.connected) this.child.send(wire);
    };
    const ids = transfer.map((port) => port.id);
    // The ports are announced before the first message on them.
    send({ kind: 'message', data, ports: ids });
    for (const port of transfer) {
      this.ports.add(port.id);
      port.transferTo({
        deliver: (id, value) => send({ kind: 'port', id, data: value }),
        closed: (id) => send({ kind: 'portClosed', id }),
      });
    }
  }

  kill(): boolean {
    return this.child.kill();
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (module: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(module, args, options),
});
