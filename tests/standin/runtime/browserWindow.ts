import { theApp } from './app.ts';
import { StrictEmitter } from './emitter.ts';
import { refuseMore } from './notPlayed.ts';
import { checkOptions } from './options.ts';
import { browser, preventable, state } from './state.ts';
import { WebContents } from './webContents.ts';
import { windows } from './windows.ts';

interface WindowOptions {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: { readonly preload?: string };
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A headful Chromium window is never narrower; below that the page is told a size. */
const narrowest = 500;

/** Electron's BrowserWindow on one Chromium window. A hidden window is a minimised one. */
export class BrowserWindow extends StrictEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  private readonly created: Promise<void>;
  private bounds: Bounds;
  private title: string;
  private windowId = 0;
  private visible: boolean;
  private maximized = false;
  private minimized = false;
  private dead = false;

  constructor(options: WindowOptions = {}) {
    super('BrowserWindow');
    checkOptions('BrowserWindow', options);
    checkOptions('webPreferences', options.webPreferences ?? {});
    if (!state.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.title = options.title ?? theApp.getName();
    this.visible = options.show !== false;
    this.webContents = new WebContents(options.webPreferences?.preload);
    this.id = this.webContents.id;
    windows.set(this.id, this);
    this.webContents.closeRequested = () => this.close();
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.created = this.open();
    this.created.catch((error: unknown) => {
      if (!this.dead && !state.exiting) console.error('[electron stand-in] window', error);
    });
    theApp.emit('browser-window-created', preventable(), this);
    theApp.emit('web-contents-created', preventable(), this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()];
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null;
  }

  async loadURL(url: string, ...more: readonly unknown[]): Promise<void> {
    refuseMore('loadURL with options', more);
    await this.created;
    await this.webContents.load(url);
  }

  show(): void {
    if (!this.visible) {
      this.visible = true;
      this.chromium({ windowState: 'normal' });
      this.emit('show');
    }
    this.focus();
  }

  hide(): void {
    if (!this.visible) return;
    this.visible = false;
    this.chromium({ windowState: 'minimized' });
    this.emit('hide');
  }

  focus(): void {
    void this.created.then(() => this.webContents.bringToFront());
    this.emit('focus');
  }

  minimize(): void {
    this.minimized = true;
    this.chromium({ windowState: 'minimized' });
    this.emit('minimize');
  }

  restore(): void {
    this.minimized = false;
    this.chromium({ windowState: 'normal' });
    this.emit('restore');
  }

  maximize(): void {
    this.maximized = true;
    this.chromium({ windowState: 'maximized' });
    this.emit('maximize');
  }

  unmaximize(): void {
    this.maximized = false;
    this.chromium({ windowState: 'normal' });
    this.emit('unmaximize');
  }

  isVisible(): boolean {
    return this.visible;
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isMaximized(): boolean {
    return this.maximized;
  }

  isDestroyed(): boolean {
    return this.dead;
  }

  getBounds(): Bounds {
    return { ...this.bounds };
  }

  getNormalBounds(): Bounds {
    return { ...this.bounds };
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.bounds = { ...this.bounds, ...bounds };
    void this.created.then(() => this.applyBounds());
    this.emit('resize');
    this.emit('move');
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  getTitle(): string {
    return this.title;
  }

  setTitle(title: string): void {
    this.title = title;
  }

  close(): void {
    this.tryClose();
  }

  /** Asks by `close`; false when it was prevented. */
  tryClose(): boolean {
    if (this.dead) return true;
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    if (this.dead) return;
    const { targetId } = this.webContents;
    this.vanish();
    if (targetId !== '') browser().tell('Target.closeTarget', { targetId });
  }

  /** The window is gone, by us or by Chromium. */
  vanish(): void {
    if (this.dead) return;
    this.dead = true;
    windows.delete(this.id);
    this.webContents.vanish();
    this.emit('closed');
    if (windows.size > 0 || state.exiting || theApp.isQuitting()) return;
    setImmediate(() => {
      if (windows.size > 0 || state.exiting || theApp.isQuitting()) return;
      if (theApp.listenerCount('window-all-closed') > 0) theApp.emit('window-all-closed');
      else theApp.quit();
    });
  }

  private async open(): Promise<void> {
    await this.webContents.attach({ width: this.bounds.width, height: this.bounds.height }, !this.visible);
    const { targetId } = this.webContents;
    if (this.dead) return browser().tell('Target.closeTarget', { targetId });
    const { windowId } = await browser().send('Browser.getWindowForTarget', { targetId });
    this.windowId = Number(windowId);
    await this.applyBounds();
    return undefined;
  }

  private async applyBounds(): Promise<void> {
    if (this.dead) return;
    const { x, y, width, height } = this.bounds;
    browser().tell('Browser.setWindowBounds', { windowId: this.windowId, bounds: { left: x, top: y } });
    browser().tell('Browser.setContentsSize', { windowId: this.windowId, width, height });
    this.webContents.override(width < narrowest ? { width, height, deviceScaleFactor: 0, mobile: false } : null);
  }

  private chromium(bounds: object): void {
    void this.created.then(() => {
      if (!this.dead) browser().tell('Browser.setWindowBounds', { windowId: this.windowId, bounds });
    });
  }
}
