import { Readable } from 'node:stream';
import { chromiumFetch } from './chromiumFetch.ts';
import { StrictEmitter } from './emitter.ts';
import { checkOptions } from './options.ts';

export interface RequestOptions {
  readonly url: string;
  readonly method?: string;
  readonly redirect?: string;
}

/** Electron's `net.request`, by the same ways as `net.fetch`; the one of the two that is asked by `login`. Bodies are texts. */
export class ClientRequest extends StrictEmitter {
  private readonly options: RequestOptions;
  private readonly headers: [string, string][] = [];
  private readonly stop = new AbortController();
  private body: string | null = null;

  constructor(options: RequestOptions) {
    super('ClientRequest');
    checkOptions('net.request', options);
    this.options = options;
  }

  setHeader(name: string, value: string): void {
    this.headers.push([name, value]);
  }

  write(chunk: string): void {
    this.body = (this.body ?? '') + chunk;
  }

  end(chunk?: string): void {
    if (chunk !== undefined) this.write(chunk);
    void this.send();
  }

  abort(): void {
    this.stop.abort();
  }

  private async send(): Promise<void> {
    const { url, method = 'GET', redirect = 'follow' } = this.options;
    const init = { method, redirect: redirect as RequestRedirect, headers: this.headers, body: this.body };
    try {
      const response = await chromiumFetch(url, { ...init, signal: this.stop.signal }, (info, answer) => {
        // Whom nobody listens to is cancelled, as in Electron.
        if (!this.emit('login', info, answer)) answer();
      });
      const headers: Record<string, string> = {};
      for (const [name, value] of response.headers) headers[name] = value;
      const message = Readable.from(response.body === null ? [] : [Buffer.from(await response.arrayBuffer())]);
      const played = { statusCode: response.status, headers };
      this.emit('response', Object.assign(message, played));
    } catch (error) {
      if (!this.stop.signal.aborted) this.emit('error', error);
    }
  }
}
