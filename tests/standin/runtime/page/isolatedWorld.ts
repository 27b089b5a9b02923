import type { makeCodec } from '../codec.ts';
import type { strict } from '../notPlayed.ts';
import type { makeBridge } from './bridge.ts';

export interface PreloadInfo {
  readonly binding: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

type Preload = (require: (id: string) => unknown, process: object, module: object, exports: object) => void;

/** The preload's world: `ipcRenderer`, `contextBridge` and what a sandboxed preload may require. Injected as source. */
export function isolatedWorld(
  nonce: string,
  info: PreloadInfo,
  codecOf: typeof makeCodec,
  bridgeOf: typeof makeBridge,
  strictOf: typeof strict,
  preload: Preload | null,
): void {
  if (window.top !== window) return;
  interface Wire {
    k: string;
    id?: number;
    channel?: string;
    args?: unknown[];
    value?: unknown;
    error?: string;
    data?: unknown;
    ports?: number[];
  }
  type Listener = (event: object, ...args: unknown[]) => void;
  const codec = codecOf();
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const send = world[info.binding];
  const post = (message: Wire): void => send?.(codec.encode(message));
  let count = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const remote = new Map<number, MessagePort>();

  const request = (message: Wire): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (count += 1);
      waiting.set(id, { resolve, reject });
      try {
        post({ ...message, id });
      } catch (error) {
        waiting.delete(id);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  const remove = (channel: string, listener: Listener): object => {
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((entry) => entry.listener !== listener),
    );
    return ipcRenderer;
  };
  const listen = (channel: string, listener: Listener, once: boolean): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  };
  const ipcRenderer = strictOf('ipcRenderer', {
    invoke: async (channel: string, ...args: unknown[]) => request({ k: 'invoke', channel, args }),
    send: (channel: string, ...args: unknown[]) => post({ k: 'send', channel, args }),
    on: (channel: string, listener: Listener) => listen(channel, listener, false),
    once: (channel: string, listener: Listener) => listen(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners(channel: string) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  });

  /** A port that came from main: this end is real, the other is relayed. */
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    remote.set(id, port2);
    port2.addEventListener('message', ({ data }: MessageEvent) => post({ k: 'port', id, data }));
    port2.addEventListener('close', () => post({ k: 'portClosed', id }));
    port2.start();
    return port1;
  };
  world[`__receive${nonce}`] = (text) => {
    const message = codec.decode(text) as Wire;
    const id = message.id ?? 0;
    switch (message.k) {
      case 'reply': {
        const caller = waiting.get(id);
        waiting.delete(id);
        if (message.error !== undefined) caller?.reject(new Error(message.error));
        else caller?.resolve(message.value);
        return;
      }
      case 'port':
        return remote.get(id)?.postMessage(message.data);
      case 'portClosed':
        remote.get(id)?.close();
        remote.delete(id);
        return;
      default: {
        const channel = message.channel ?? '';
        const ports = (message.ports ?? []).map(openPort);
        for (const { listener, once } of [...(listeners.get(channel) ?? [])]) {
          if (once) remove(channel, listener);
          listener(strictOf('IpcRendererEvent', { sender: ipcRenderer, ports }), ...(message.args ?? []));
        }
      }
    }
  };

  const bridge = bridgeOf(nonce, 'isolated', 'main', {
    ask: (what, detail) => request({ k: 'ask', channel: String(what), args: [detail] }),
  });
  if (preload === null) return;
  const electron = strictOf('electron (preload)', {
    ipcRenderer,
    contextBridge: strictOf('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => void bridge.call('expose', key, api),
    }),
  });
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id} (a sandboxed preload has only electron)`);
  };
  const process = strictOf('process (preload)', {
    platform: info.platform,
    arch: info.arch,
    versions: info.versions,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
  });
  const module = { exports: {} };
  try {
    preload(require, process, module, module.exports);
  } catch (error) {
    post({ k: 'preloadError', error: String(error) });
  }
}
