/** Structured clone over JSON text. Its source is injected into pages as well, so it uses nothing from outside. */
export interface Codec {
  /** Throws for what cannot be cloned, in Electron's words. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function makeCodec(): Codec {
  type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  // A key called `__proto__` is a key like any other.
  const own = (object: object, key: string, value: unknown): void =>
    void Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  const refuse = (value: unknown): never => {
    throw new Error(`An object could not be cloned. (${typeof value})`);
  };

  const encode = (value: unknown, seen: Map<object, number>): Json => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { $: 'number', v: Object.is(value, -0) ? '-0' : String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $: 'bigint', v: String(value) };
      case 'function':
      case 'symbol':
        return refuse(value);
      case 'object':
        break;
    }
    if (value === null) return null;
    const object: object = value;
    const known = seen.get(object);
    if (known !== undefined) return { $: 'again', v: known };
    seen.set(object, seen.size);
    if (Array.isArray(object)) return Array.from(object, (item) => encode(item, seen));
    if (object instanceof Date) return { $: 'date', v: object.getTime() };
    if (object instanceof Map)
      return { $: 'map', v: [...object].map(([key, item]) => [encode(key, seen), encode(item, seen)]) };
    if (object instanceof Set) return { $: 'set', v: [...object].map((item) => encode(item, seen)) };
    if (object instanceof Error) return { $: 'error', n: object.name, v: object.message };
    if (object instanceof ArrayBuffer) return { $: 'buffer', v: toBase64(new Uint8Array(object)) };
    if (ArrayBuffer.isView(object))
      return { $: 'bytes', v: toBase64(new Uint8Array(object.buffer, object.byteOffset, object.byteLength)) };
    if (object instanceof Promise || object instanceof WeakMap) return refuse(object);
    const plain: { [key: string]: Json } = {};
    for (const [key, item] of Object.entries(object)) own(plain, key, encode(item, seen));
    return Object.hasOwn(plain, '$') ? { $: 'object', v: plain } : plain;
  };

  const textOf = (found: Json | undefined): string => (typeof found === 'string' ? found : '');
  const decode = (json: Json, seen: unknown[]): unknown => {
    if (json === null || typeof json !== 'object') return json;
    const keep = <T>(value: T): T => {
      seen.push(value);
      return value;
    };
    if (Array.isArray(json)) {
      const list: unknown[] = keep([]);
      for (const item of json) list.push(decode(item, seen));
      return list;
    }
    const value = json['v'] ?? null;
    const pairs = Array.isArray(value) ? value : [];
    switch (json['$']) {
      case 'number':
        return Number(value);
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(textOf(value));
      case 'again':
        return seen[Number(value)];
      case 'date':
        return keep(new Date(Number(value)));
      case 'map': {
        const map = keep(new Map<unknown, unknown>());
        for (const pair of pairs)
          if (Array.isArray(pair)) map.set(decode(pair[0] ?? null, seen), decode(pair[1] ?? null, seen));
        return map;
      }
      case 'set': {
        const set = keep(new Set<unknown>());
        for (const item of pairs) set.add(decode(item, seen));
        return set;
      }
      case 'error': {
        const error = keep(new Error(textOf(value)));
        error.name = textOf(json['n']);
        return error;
      }
      case 'buffer':
        return keep(fromBase64(textOf(value)).buffer);
      case 'bytes':
        return keep(fromBase64(textOf(value)));
      default: {
        const plain: Record<string, unknown> = keep({});
        const source =
          json['$'] === 'object' && value !== null && typeof value === 'object' && !Array.isArray(value) ? value : json;
        for (const [key, item] of Object.entries(source)) own(plain, key, decode(item, seen));
        return plain;
      }
    }
  };
  return {
    encode: (value) => JSON.stringify(encode(value, new Map())),
    decode: (text) => decode(JSON.parse(text) as Json, []),
  };
}
