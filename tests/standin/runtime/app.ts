import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { StrictEmitter } from './emitter.ts';
import { notPlayed, refuseMore, strict } from './notPlayed.ts';
import { takeInstanceLock, type InstanceLock } from './singleInstance.ts';
import { preventable, state, switchValue } from './state.ts';
import { runningUtilities } from './utilityProcess.ts';
import { windows } from './windows.ts';

/** Electron's `app`: life cycle, paths, single instance. */
class App extends StrictEmitter {
  readonly isPackaged = false;
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value = '') => void state.switches.push([name, value]),
    hasSwitch: (name: string) => switchValue(name) !== undefined,
    getSwitchValue: (name: string) => switchValue(name) ?? '',
    removeSwitch: (name: string) => void (state.switches = state.switches.filter(([key]) => key !== name)),
  });
  /** What was asked of the desktop, for tests. */
  readonly recorded = { userModelId: '', sandboxed: false };
  private readonly readiness = Promise.withResolvers<void>();
  private readonly paths = new Map<string, string>();
  private name: string | null = null;
  private lock: InstanceLock | null = null;
  private quitting = false;

  constructor() {
    super('app');
  }

  whenReady(): Promise<void> {
    return this.readiness.promise;
  }

  isReady(): boolean {
    return state.ready;
  }

  becomeReady(): void {
    state.ready = true;
    this.emit('will-finish-launching');
    this.readiness.resolve();
    this.emit('ready', preventable(), {});
  }

  isQuitting(): boolean {
    return this.quitting;
  }

  getVersion(): string {
    return state.package.version ?? process.versions.electron ?? '';
  }

  getName(): string {
    return this.name ?? state.package.productName ?? state.package.name ?? 'Electron';
  }

  setName(name: string): void {
    this.name = name;
  }

  getAppPath(): string {
    return state.root;
  }

  getLocale(): string {
    const language = /^([a-z]{2})[_-]([A-Z]{2})/.exec(process.env['LANG'] ?? '');
    return language === null ? 'en-US' : `${language[1]}-${language[2]}`;
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }

  getPath(name: string): string {
    const set = this.paths.get(name);
    if (set !== undefined) return set;
    const home = homedir();
    const config = process.env['XDG_CONFIG_HOME'] ?? join(home, '.config');
    const userData = this.paths.get('userData') ?? switchValue('user-data-dir') ?? join(config, this.getName());
    const known: Record<string, string> = {
      home,
      appData: config,
      userData,
      sessionData: userData,
      logs: join(userData, 'logs'),
      temp: tmpdir(),
      exe: process.execPath,
    };
    const path = known[name];
    if (path === undefined) throw notPlayed(`the path '${name}'`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    mkdirSync(path, { recursive: true });
    this.paths.set(name, path);
  }

  requestSingleInstanceLock(...more: readonly unknown[]): boolean {
    refuseMore('data for the first instance', more);
    this.lock ??= takeInstanceLock(this.getPath('userData'), process.argv, (argv, cwd) => {
      void this.readiness.promise.then(() => this.emit('second-instance', preventable(), argv, cwd, undefined));
    });
    return this.lock !== null;
  }

  hasSingleInstanceLock(): boolean {
    return this.lock !== null;
  }

  releaseSingleInstanceLock(): void {
    this.lock?.release();
    this.lock = null;
  }

  quit(): void {
    if (this.quitting) return;
    this.quitting = true;
    setImmediate(() => {
      const event = preventable();
      this.emit('before-quit', event);
      const stays = event.defaultPrevented || [...windows.values()].some((window) => !window.tryClose());
      if (stays) this.quitting = false;
      else this.leave();
    });
  }

  /** After the last window: `will-quit`, then the end. */
  private leave(): void {
    const event = preventable();
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.quitting = false;
    else this.exit(0);
  }

  exit(code = 0): void {
    if (state.exiting) return;
    state.exiting = true;
    setImmediate(() => {
      for (const window of [...windows.values()]) window.vanish();
      this.emit('quit', preventable(), code);
      void this.end(code);
    });
  }

  /** Ends Chromium, then this process. */
  async end(code: number): Promise<void> {
    state.exiting = true;
    this.releaseSingleInstanceLock();
    const child = state.chromium?.child;
    if (child !== undefined && child.exitCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      state.chromium?.connection.browser.tell('Browser.close');
      await Promise.race([gone, new Promise((late) => setTimeout(late, 2_000))]);
      if (child.exitCode === null) child.kill('SIGKILL');
    }
    process.exit(code);
  }

  /** Recorded: there is no operating-system sandbox to switch on here. */
  enableSandbox(): void {
    this.recorded.sandboxed = true;
  }

  setAppUserModelId(id: string): void {
    this.recorded.userModelId = id;
  }

  /** The processes that tests look for; figures are not played. */
  getAppMetrics(): { pid: number; type: string; serviceName: string | undefined; name: string | undefined }[] {
    return [
      strict('ProcessMetric', { pid: process.pid, type: 'Browser', serviceName: undefined, name: undefined }),
      ...[...runningUtilities].map(({ pid, serviceName }) =>
        strict('ProcessMetric', { pid, type: 'Utility', serviceName: 'node.mojom.NodeService', name: serviceName }),
      ),
    ];
  }
}

export const theApp = new App();
