/**
 * One half of a synchronous bridge between the two JavaScript worlds of a document. `CustomEvent.detail` is cloned
 * between worlds and dispatching is synchronous; the nonce keeps the page from listening in. Injected as source.
 */
export interface Bridge {
  call(operation: string, ...args: unknown[]): unknown;
}

export function makeBridge(
  nonce: string,
  me: string,
  peer: string,
  handlers: Record<string, (...args: unknown[]) => unknown>,
): Bridge {
  type Wire =
    | { k: 'value'; v: unknown }
    | { k: 'list'; v: Wire[] }
    | { k: 'object'; v: Record<string, Wire> }
    | { k: 'error'; n: string; m: string }
    | { k: 'function' | 'promise'; id: number };
  interface Message {
    op: string;
    from: number;
    id: number;
    args: Wire[];
    ok?: Wire;
    error?: Wire;
  }
  const page = window;
  const fire = page.dispatchEvent.bind(page);
  const EventOf = CustomEvent;
  let count = 0;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const ids = new WeakMap<object, number>();
  const proxies = new Map<number, (...args: unknown[]) => unknown>();
  const settle = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const replies = new Map<number, Message>();

  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  };
  const pack = (value: unknown): Wire => {
    if (typeof value === 'function') {
      const known = ids.get(value);
      const id = known ?? (count += 1);
      ids.set(value, id);
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { k: 'function', id };
    }
    if (value === null || typeof value !== 'object') return { k: 'value', v: value };
    if (value instanceof Promise) {
      const id = (count += 1);
      value.then(
        (result: unknown) => void post({ op: 'settle', id, args: [], ok: pack(result) }),
        (error: unknown) => void post({ op: 'settle', id, args: [], error: pack(error) }),
      );
      return { k: 'promise', id };
    }
    if (value instanceof Error) return { k: 'error', n: value.name, m: value.message };
    if (Array.isArray(value)) return { k: 'list', v: value.map(pack) };
    if (isPlain(value))
      return { k: 'object', v: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)])) };
    return { k: 'value', v: value };
  };
  const unpack = (wire: Wire, frozen = false): unknown => {
    switch (wire.k) {
      case 'value':
        return wire.v;
      case 'list':
        return wire.v.map((item) => unpack(item, frozen));
      case 'object': {
        const object = Object.fromEntries(Object.entries(wire.v).map(([key, item]) => [key, unpack(item, frozen)]));
        return frozen ? Object.freeze(object) : object;
      }
      case 'error':
        return Object.assign(new Error(wire.m), { name: wire.n });
      case 'function': {
        const known = proxies.get(wire.id);
        if (known !== undefined) return known;
        const proxy = (...args: unknown[]): unknown =>
          result(post({ op: 'invoke', id: wire.id, args: args.map(pack) }));
        proxies.set(wire.id, proxy);
        return proxy;
      }
      case 'promise':
        return new Promise((resolve, reject) => settle.set(wire.id, { resolve, reject }));
    }
  };
  const post = (message: Omit<Message, 'from'>): Message | undefined => {
    const from = (count += 1);
    fire(new EventOf(nonce + peer, { detail: { ...message, from } }));
    const reply = replies.get(from);
    replies.delete(from);
    return reply;
  };
  const result = (reply: Message | undefined): unknown => {
    if (reply === undefined) throw new Error('the other world is gone');
    if (reply.error !== undefined) throw unpack(reply.error);
    return reply.ok === undefined ? undefined : unpack(reply.ok);
  };

  page.addEventListener(nonce + me, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.op === 'reply') return void replies.set(message.id, message);
    if (message.op === 'settle') {
      const waiting = settle.get(message.id);
      settle.delete(message.id);
      if (message.error !== undefined) waiting?.reject(unpack(message.error));
      else waiting?.resolve(message.ok === undefined ? undefined : unpack(message.ok));
      return undefined;
    }
    const reply: Message = { op: 'reply', from: 0, id: message.from, args: [] };
    try {
      const run = message.op === 'invoke' ? functions.get(message.id) : handlers[message.op];
      reply.ok = pack(run?.(...message.args.map((item) => unpack(item, message.op === 'expose'))));
    } catch (error) {
      reply.error = pack(error instanceof Error ? error : new Error(String(error)));
    }
    fire(new EventOf(nonce + peer, { detail: reply }));
    return undefined;
  });
  return { call: (operation, ...args) => result(post({ op: operation, id: 0, args: args.map(pack) })) };
}
