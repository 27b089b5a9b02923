import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { CdpSession, Params } from './cdp.ts';
import { askAboutCertificates } from './certificates.ts';
import { makeCodec } from './codec.ts';
import { StrictEmitter } from './emitter.ts';
import { IpcMain, theIpcMain } from './ipcMain.ts';
import { absent, notPlayed, refuseMore, strict } from './notPlayed.ts';
import { checkOptions } from './options.ts';
import { makeBridge } from './page/bridge.ts';
import { isolatedWorld, type PreloadInfo } from './page/isolatedWorld.ts';
import { mainWorld } from './page/mainWorld.ts';
import { askAboutLogins } from './pageLogins.ts';
import { MessagePortMain } from './ports.ts';
import { theSession } from './session.ts';
import { browser, preventable, state } from './state.ts';

const nonce = randomBytes(12).toString('hex');
const world = 'Electron Isolated Context';
const binding = `__send${nonce}`;
const codec = makeCodec();

interface PageMessage {
  readonly k: string;
  readonly id?: number;
  readonly channel?: string;
  readonly args?: readonly unknown[];
  readonly data?: unknown;
  readonly error?: string;
}

type OpenHandler = (details: { url: string; frameName: string }) => { action: 'allow' | 'deny' };

export const allContents = new Map<number, WebContents>();
let count = 0;

/** Electron's WebContents on one Chromium target: navigation, messages, questions of the page. */
export class WebContents extends StrictEmitter {
  readonly id: number;
  readonly ipc = strict('webContents.ipc', new IpcMain());
  readonly session = theSession;
  readonly debugger = absent('webContents.debugger');
  readonly mainFrame: { readonly url: string; readonly parent: null; readonly detached: boolean };
  targetId = '';
  /** The window, which closes itself when the contents are told to. */
  closeRequested = (): void => undefined;
  /** The navigation that the application itself began: not asked about. */
  expected: string | null = null;
  private readonly preload: string | undefined;
  private url = '';
  private dead = false;
  private webRtcPolicy = 'default';
  private zoomFactor = 1;
  private cdp: CdpSession | null = null;
  private context: number | null = null;
  private openHandler: OpenHandler | null = null;
  private readonly ports = new Set<number>();

  constructor(preload: string | undefined) {
    super('WebContents');
    this.setMaxListeners(0);
    count += 1;
    this.id = count;
    this.preload = preload;
    const readUrl = (): string => this.url;
    this.mainFrame = strict('WebFrameMain', {
      get url() {
        return readUrl();
      },
      parent: null,
      detached: false,
    });
    allContents.set(this.id, this);
  }

  async attach(bounds: { width: number; height: number }, hidden: boolean): Promise<void> {
    const created = await browser().send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...bounds,
      ...(hidden ? { windowState: 'minimized' } : {}),
    });
    this.targetId = String(created['targetId']);
    const attached = await browser().send('Target.attachToTarget', { targetId: this.targetId, flatten: true });
    const cdp = state.chromium?.connection.session(String(attached['sessionId']));
    if (cdp === undefined) throw new Error('Chromium is gone');
    this.cdp = cdp;
    this.follow(cdp);
    const info: PreloadInfo = {
      binding,
      platform: process.platform,
      arch: process.arch,
      versions: { ...process.versions },
    };
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Inspector.enable'),
      askAboutLogins(cdp, this),
      askAboutCertificates(cdp),
      cdp.send('Runtime.addBinding', { name: binding, executionContextName: world }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `(${String(mainWorld)})(${JSON.stringify(nonce)}, ${String(makeBridge)})`,
      }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', {
        worldName: world,
        source: `(${String(isolatedWorld)})(${JSON.stringify(nonce)}, ${JSON.stringify(info)}, ${String(makeCodec)}, ${String(makeBridge)}, ${String(strict)}, ${this.readPreload()})`,
      }),
    ]);
  }

  getURL(): string {
    return this.url;
  }

  isDestroyed(): boolean {
    return this.dead;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.dead) throw new Error('Object has been destroyed');
    this.deliver(codec.encode({ k: 'message', channel, args }));
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.deliver(codec.encode({ k: 'message', channel, args: [message], ports: transfer.map((port) => port.id) }));
    for (const port of transfer) {
      this.ports.add(port.id);
      port.transferTo({
        deliver: (id, data) => this.deliver(codec.encode({ k: 'port', id, data })),
        closed: (id) => this.deliver(codec.encode({ k: 'portClosed', id })),
      });
    }
  }

  async load(url: string): Promise<void> {
    const target = state.schemes.toChromium(url);
    this.expected = target;
    const done = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve);
      this.once('destroyed', () => reject(new Error(`ERR_FAILED (-2) loading '${url}'`)));
    });
    done.catch(() => undefined);
    const answer = (await this.cdp?.send('Page.navigate', { url: target })) ?? {};
    const failure = answer['errorText'];
    if (typeof failure !== 'string') return done;
    this.emit('did-fail-load', preventable(), -2, failure, url, true);
    throw new Error(`${failure.replace('net::', '')} loading '${url}'`);
  }

  /** Recorded; the page keeps its size (README, "What it cannot show"). */
  setWebRTCIPHandlingPolicy(policy: string): void {
    if (policy !== 'default' && policy !== 'disable_non_proxied_udp') throw notPlayed(`the WebRTC policy ${policy}`);
    this.webRtcPolicy = policy;
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.webRtcPolicy;
  }

  setZoomFactor(factor: number): void {
    if (!(factor > 0)) throw new Error('Electron stand-in: a zoom factor is greater than 0');
    this.zoomFactor = factor;
  }

  getZoomFactor(): number {
    return this.zoomFactor;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  reload(): void {
    this.expected = state.schemes.toChromium(this.url);
    this.cdp?.tell('Page.reload');
  }

  async executeJavaScript(code: string, ...more: readonly unknown[]): Promise<unknown> {
    refuseMore('executeJavaScript with a gesture', more);
    const answer =
      (await this.cdp?.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true })) ?? {};
    if (answer['exceptionDetails'] !== undefined)
      throw new Error(`the page threw: ${JSON.stringify(answer['exceptionDetails'])}`);
    return (answer['result'] as { value?: unknown }).value;
  }

  forcefullyCrashRenderer(): void {
    this.cdp?.tell('Page.crash');
  }

  close(): void {
    this.closeRequested();
  }

  bringToFront(): void {
    this.cdp?.tell('Page.bringToFront');
  }

  override(metrics: Params | null): void {
    if (metrics === null) this.cdp?.tell('Emulation.clearDeviceMetricsOverride');
    else this.cdp?.tell('Emulation.setDeviceMetricsOverride', metrics);
  }

  vanish(): void {
    if (this.dead) return;
    this.dead = true;
    allContents.delete(this.id);
    this.closePorts();
    this.emit('destroyed');
  }

  /** `will-navigate`, for what the page itself began. False when it was prevented. */
  mayNavigate(url: string): boolean {
    const event = preventable({ url, isMainFrame: true, isSameDocument: false });
    this.emit('will-frame-navigate', event);
    this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  private readPreload(): string {
    if (this.preload === undefined) return 'null';
    return `function (require, process, module, exports) {\n${readFileSync(this.preload, 'utf8')}\n}`;
  }

  private closePorts(): void {
    for (const id of this.ports) MessagePortMain.byId(id)?.close();
    this.ports.clear();
  }

  private deliver(text: string, context = this.context): void {
    if (context === null || this.dead) return;
    this.cdp?.tell('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { globalThis['__receive${nonce}'](text); }`,
      executionContextId: context,
      arguments: [{ value: text }],
      silent: true,
    });
  }

  private follow(cdp: CdpSession): void {
    const real = (): boolean => this.url !== '' && this.url !== 'about:blank';
    cdp.on(
      'Runtime.executionContextCreated',
      ({ context }: { context: { id: number; name: string; auxData?: { frameId?: string } } }) => {
        if (context.name === world && context.auxData?.frameId === this.targetId) this.context = context.id;
      },
    );
    cdp.on('Runtime.executionContextsCleared', () => {
      this.context = null;
      // A document that went took its ports with it.
      this.closePorts();
    });
    cdp.on(
      'Runtime.bindingCalled',
      ({ name, payload, executionContextId }: { name: string; payload: string; executionContextId: number }) => {
        if (name === binding) this.hear(codec.decode(payload) as PageMessage, executionContextId);
      },
    );
    cdp.on('Page.frameNavigated', ({ frame }: { frame: { parentId?: string; url: string; urlFragment?: string } }) => {
      if (frame.parentId !== undefined) return;
      this.url = state.schemes.toElectron(frame.url + (frame.urlFragment ?? ''));
      if (real()) this.emit('did-navigate', preventable(), this.url, 200, 'OK');
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      if (frameId === this.targetId) this.url = state.schemes.toElectron(url);
    });
    cdp.on('Page.domContentEventFired', () => real() && this.emit('dom-ready', preventable()));
    cdp.on('Page.loadEventFired', () => real() && this.emit('did-finish-load'));
    cdp.on('Inspector.targetCrashed', () => {
      this.context = null;
      this.closePorts();
      const details = strict('RenderProcessGoneDetails', { reason: 'crashed', exitCode: 5 });
      this.emit('render-process-gone', preventable(), details);
    });
  }

  private hear(message: PageMessage, context: number): void {
    const { channel = '', args = [] } = message;
    const event = preventable({ sender: this, senderFrame: this.mainFrame, ports: [] });
    switch (message.k) {
      case 'send':
        this.ipc.emit(channel, event, ...args);
        theIpcMain.emit(channel, event, ...args);
        return;
      case 'invoke':
        return void this.answer(message, context, async () => {
          const handler = this.ipc.handlers.get(channel) ?? theIpcMain.handlers.get(channel);
          if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
          return handler(event, ...args);
        });
      case 'ask':
        return void this.answer(message, context, () => this.ask(channel, args[0] as Record<string, unknown>));
      case 'port':
        return MessagePortMain.byId(message.id ?? 0)?.postMessage(message.data);
      case 'portClosed':
        return MessagePortMain.byId(message.id ?? 0)?.close();
      case 'preloadError':
        console.error(`Unable to load preload script: ${this.preload}\n${message.error}`);
        this.emit('preload-error', preventable(), this.preload, new Error(message.error));
        return;
      default:
        throw new Error(`Electron stand-in: the page said ${message.k}`);
    }
  }

  private async answer(message: PageMessage, context: number, work: () => Promise<unknown>): Promise<void> {
    let text: string;
    try {
      text = codec.encode({ k: 'reply', id: message.id, value: await work() });
    } catch (error) {
      // What went wrong here would otherwise be known to the page alone.
      if (message.k === 'ask') console.error('[electron stand-in]', message.channel, error);
      text = codec.encode({
        k: 'reply',
        id: message.id,
        error: `Error invoking remote method '${message.channel}': ${String(error)}`,
      });
    }
    this.deliver(text, context);
  }

  /** What Electron would ask the application on behalf of the page. */
  private async ask(what: string, detail: Record<string, unknown>): Promise<object> {
    const requestingUrl = this.url;
    if (what === 'permission') {
      const permission = String(detail['permission']);
      const details = strict('PermissionRequest', {
        requestingUrl,
        isMainFrame: true,
        mediaTypes: detail['mediaTypes'] as readonly string[],
      });
      const { permissionRequest } = this.session;
      if (permissionRequest === null) return { allowed: true };
      return { allowed: await new Promise((resolve) => permissionRequest(this, permission, resolve, details)) };
    }
    if (what === 'displayMedia') {
      const { display } = this.session;
      if (display === null) return { error: 'NotSupportedError' };
      const request = strict('DisplayMediaRequestHandlerHandlerRequest', {
        frame: this.mainFrame,
        securityOrigin: requestingUrl,
        videoRequested: detail['video'] === true,
        audioRequested: detail['audio'] === true,
        userGesture: true,
      });
      const streams = await new Promise<{ video?: object }>((resolve) => display(request, resolve));
      checkOptions('display media streams', streams);
      return streams.video === undefined ? { error: 'NotAllowedError' } : {};
    }
    const url = state.schemes.toElectron(String(detail['url']));
    const answer = this.openHandler?.(strict('HandlerDetails', { url, frameName: String(detail['frameName']) }));
    if (answer?.action !== 'deny') throw notPlayed('a window that a page opens');
    return {};
  }
}

export const webContents = strict('webContents', {
  getAllWebContents: () => [...allContents.values()],
  fromId: (id: number) => allContents.get(id),
  fromDevToolsTargetId: (targetId: string) =>
    [...allContents.values()].find((contents) => contents.targetId === targetId),
});
