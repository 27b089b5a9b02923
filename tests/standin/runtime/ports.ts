import { StrictEmitter } from './emitter.ts';
import { notPlayed, strict } from './notPlayed.ts';

/** Where the other side of a transferred port lives: a utility process or a page. */
export interface PortHome {
  deliver(id: number, data: unknown): void;
  closed(id: number): void;
}

let count = 0;
const transferred = new Map<number, MessagePortMain>();

/** Electron's MessagePortMain, in this process until it is transferred; afterwards its messages go to its new home. */
export class MessagePortMain extends StrictEmitter {
  readonly id: number;
  private peer: MessagePortMain | null = null;
  private home: PortHome | null = null;
  private started = false;
  private open = true;
  private queue: unknown[] = [];

  constructor() {
    super('MessagePortMain');
    count += 1;
    this.id = count;
  }

  static pair(): [MessagePortMain, MessagePortMain] {
    const one = new MessagePortMain();
    const other = new MessagePortMain();
    one.peer = other;
    other.peer = one;
    return [one, other];
  }

  /** The port as the process or page that has it knows it. */
  static byId(id: number): MessagePortMain | undefined {
    return transferred.get(id);
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw notPlayed('a port within a port');
    this.peer?.receive(structuredClone(data));
  }

  start(): void {
    this.started = true;
    this.flush();
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    transferred.delete(this.id);
    const { peer } = this;
    this.peer = null;
    if (peer === null) return;
    peer.peer = null;
    if (peer.home === null) peer.emit('close');
    else peer.home.closed(peer.id);
    peer.open = false;
    transferred.delete(peer.id);
  }

  /** Gives the port away; this object is dead for whoever had it, as in Electron. */
  transferTo(home: PortHome): number {
    this.home = home;
    transferred.set(this.id, this);
    this.flush();
    return this.id;
  }

  private receive(data: unknown): void {
    this.queue.push(data);
    this.flush();
  }

  private flush(): void {
    if (this.home === null && !this.started) return;
    const messages = this.queue;
    this.queue = [];
    for (const data of messages) {
      if (this.home !== null) this.home.deliver(this.id, data);
      else setImmediate(() => this.emit('message', { data, ports: [] }));
    }
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
    return strict('MessageChannelMain', this);
  }
}
