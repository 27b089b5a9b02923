import type { makeBridge } from './bridge.ts';

/** What the page's own world gets: the bridge's receiving end, and the questions that Electron would ask main. Injected as source. */
export function mainWorld(nonce: string, bridgeOf: typeof makeBridge): void {
  if (window.top !== window) return;
  const bridge = bridgeOf(nonce, 'main', 'isolated', {
    expose(key, api) {
      const name = String(key);
      if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object');
      Object.defineProperty(window, name, { value: api, writable: false, configurable: false, enumerable: true });
    },
  });
  const ask = (what: string, detail: object): Promise<Record<string, unknown>> =>
    bridge.call('ask', what, detail) as Promise<Record<string, unknown>>;
  const Refusal = DOMException;

  const prototype = MediaDevices.prototype;
  const { getUserMedia, getDisplayMedia } = prototype;
  prototype.getUserMedia = async function asked(constraints) {
    const mediaTypes = [constraints?.audio ? 'audio' : '', constraints?.video ? 'video' : ''].filter(
      (kind) => kind !== '',
    );
    const { allowed } = await ask('permission', { permission: 'media', mediaTypes });
    if (mediaTypes.length > 0 && allowed !== true) throw new Refusal('Permission denied', 'NotAllowedError');
    return getUserMedia.call(this, constraints);
  };
  prototype.getDisplayMedia = async function asked(options) {
    const answer = await ask('displayMedia', { audio: Boolean(options?.audio), video: options?.video !== false });
    if (typeof answer['error'] === 'string') throw new Refusal('Permission denied', answer['error']);
    return getDisplayMedia.call(this, { ...options, audio: false });
  };

  window.open = (url = '', name = '') => {
    void ask('open', { url: new URL(url, document.baseURI).href, frameName: name });
    return null;
  };
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href !== '');
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !event.isTrusted) return;
    const elsewhere = link.target !== '' && !['_self', '_top', '_parent'].includes(link.target);
    if (!elsewhere && !event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    void ask('open', { url: link.href, frameName: '' });
  });
}
