import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export type Params = Readonly<Record<string, unknown>>;
interface Pending {
  readonly resolve: (result: Params) => void;
  readonly reject: (error: Error) => void;
  readonly method: string;
}

/** One session of the Chrome DevTools Protocol: the browser's, or that of one target. Events by their method's name. */
export class CdpSession extends EventEmitter {
  readonly id: string | undefined;
  private readonly connection: CdpConnection;

  constructor(connection: CdpConnection, id: string | undefined) {
    super();
    this.setMaxListeners(0);
    this.connection = connection;
    this.id = id;
  }

  send(method: string, params: Params = {}): Promise<Params> {
    return this.connection.request(method, params, this.id);
  }

  /** For what may fail because a target is just going. */
  tell(method: string, params: Params = {}): void {
    this.send(method, params).catch(() => undefined);
  }
}

/** The protocol over `--remote-debugging-pipe` (descriptors 3 and 4): no port, and Chromium ends when this process ends. */
export class CdpConnection {
  readonly browser: CdpSession;
  private readonly sessions = new Map<string, CdpSession>();
  private readonly pending = new Map<number, Pending>();
  private readonly out: Writable;
  private next = 0;
  private closed = false;

  constructor(child: ChildProcess) {
    this.browser = new CdpSession(this, undefined);
    const out = child.stdio[3];
    const input = child.stdio[4];
    if (!out || !input) throw new Error('Chromium has no pipe');
    this.out = out as Writable;
    this.read(input as Readable);
    for (const stream of [out, input]) {
      stream.on('error', () => this.close());
      stream.on('close', () => this.close());
    }
  }

  session(id: string): CdpSession {
    const known = this.sessions.get(id);
    if (known !== undefined) return known;
    const session = new CdpSession(this, id);
    this.sessions.set(id, session);
    return session;
  }

  request(method: string, params: Params, sessionId: string | undefined): Promise<Params> {
    if (this.closed) return Promise.reject(new Error(`${method}: Chromium is gone`));
    this.next += 1;
    const id = this.next;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, method });
      this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  private read(input: Readable): void {
    let parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let from = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        parts.push(chunk.subarray(from, end));
        this.hear(Buffer.concat(parts).toString('utf8'));
        parts = [];
        from = end + 1;
      }
      if (from < chunk.length) parts.push(chunk.subarray(from));
    });
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      sessionId?: string;
      method?: string;
      params?: Params;
      result?: Params;
      error?: { message: string };
    };
    if (message.id !== undefined) {
      const waiting = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.error !== undefined) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
      else waiting?.resolve(message.result ?? {});
      return;
    }
    const session = message.sessionId === undefined ? this.browser : this.sessions.get(message.sessionId);
    session?.emit(message.method ?? '', message.params ?? {});
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { reject, method } of this.pending.values()) reject(new Error(`${method}: Chromium is gone`));
    this.pending.clear();
  }
}

/** Starts Chromium with the protocol on its pipe. */
export function startChromium(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { child: ChildProcess; connection: CdpConnection } {
  const child = spawn(program, [...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env });
  return { child, connection: new CdpConnection(child) };
}
