// Loaded first in a utility process: `process.parentPort`, over Node's channel to its parent.
import { registerHooks } from 'node:module';
import { StrictEmitter } from './emitter.ts';
import { specifiers } from './moduleHooks.ts';
import { notPlayed } from './notPlayed.ts';
import type { UtilityWire } from './utilityProcess.ts';

delete process.env['ELECTRON_RUN_AS_NODE'];
const send = (wire: UtilityWire): void => void process.send?.(wire);

/** The end of a relayed port that this process has. Messages wait until it is started. */
class RelayedPort extends StrictEmitter {
  private readonly id: number;
  private started = false;
  private queue: unknown[] = [];

  constructor(id: number) {
    super('MessagePortMain');
    this.id = id;
  }

  postMessage(data: unknown): void {
    send({ kind: 'port', id: this.id, data });
  }

  start(): void {
    this.started = true;
    for (const data of this.queue.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    ports.delete(this.id);
    send({ kind: 'portClosed', id: this.id });
  }

  receive(data: unknown): void {
    if (this.started) this.emit('message', { data, ports: [] });
    else this.queue.push(data);
  }
}

const ports = new Map<number, RelayedPort>();
class ParentPort extends StrictEmitter {
  constructor() {
    super('process.parentPort');
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data, ports: [] });
  }
}
const parentPort = new ParentPort();
// Messages that came before anybody listened wait for the first listener.
const early: object[] = [];
parentPort.on('newListener', (name) => {
  if (name === 'message') setImmediate(() => early.splice(0).forEach((event) => parentPort.emit('message', event)));
});
process.on('message', (wire: UtilityWire) => {
  if (wire.kind === 'port') return ports.get(wire.id)?.receive(wire.data);
  if (wire.kind === 'portClosed') {
    ports.get(wire.id)?.emit('close');
    ports.delete(wire.id);
    return undefined;
  }
  const arrived = wire.ports.map((id) => {
    const port = new RelayedPort(id);
    ports.set(id, port);
    return port;
  });
  const event = { data: wire.data, ports: arrived };
  if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event);
  else early.push(event);
  return undefined;
});
// Main that died must not leave this process listening to keys.
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: parentPort });
Object.defineProperty(process, 'type', { value: 'utility' });
registerHooks({
  resolve(specifier, context, next) {
    if (specifiers.has(specifier)) throw notPlayed('electron in a utility process');
    return next(specifier, context);
  },
});
