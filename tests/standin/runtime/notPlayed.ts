/** What is said of everything that the stand-in does not play. */
export const notPlayed = (what: string): Error =>
  new Error(`Electron stand-in: ${what} is not played (tests/standin/README.md)`);

/**
 * An object or a class of the double that throws for whatever it does not play: a call that silently does nothing would
 * prove nothing. What is played may be set, so that a spec can watch a method. Its source is injected into pages as
 * well, so it uses nothing from outside.
 */
export function strict<T extends object>(name: string, target: T): T {
  // Asked of every object by await, by module interoperability, by Node's inspector and by test runners.
  const asked = ['then', 'toJSON', 'prototype', 'constructor', 'asymmetricMatch', 'nodeType', 'inspect', 'default'];
  const isPlayed = (object: object, key: PropertyKey): boolean =>
    typeof key === 'symbol' ||
    // What a class inherits as a function is Node's (`EventEmitter.on`), not Electron's.
    (typeof object === 'function' ? Object.hasOwn(object, key) || key in Function.prototype : key in object);
  const refuse = (key: PropertyKey): never => {
    throw new Error(`Electron stand-in: ${name}.${String(key)} is not played (tests/standin/README.md)`);
  };
  return new Proxy(target, {
    get(object, key, receiver): unknown {
      if (isPlayed(object, key) || key === '__esModule' || asked.includes(String(key)))
        return Reflect.get(object, key, receiver);
      return refuse(key);
    },
    set: (object, key, value, receiver) =>
      isPlayed(object, key) ? Reflect.set(object, key, value, receiver) : refuse(key),
  });
}

/** A class of which only what is static is played. */
export const withoutNew = <T extends object>(name: string, target: T): T =>
  new Proxy(strict(name, target), {
    construct() {
      throw notPlayed(`new ${name}`);
    },
  });

/** A whole module or class of which nothing is played: not even `new`. */
export function absent(name: string): object {
  const refuse = (what: string): never => {
    throw notPlayed(what);
  };
  // A function, because only functions are asked by `new`.
  return new Proxy(function nothing() {}, {
    get: (target, key): unknown =>
      typeof key === 'symbol' || ['then', 'prototype', 'toJSON'].includes(key)
        ? Reflect.get(target, key)
        : refuse(`${name}.${key}`),
    set: (_target, key) => refuse(`${name}.${String(key)}`),
    apply: () => refuse(name),
    construct: () => refuse(`new ${name}`),
  });
}

/** For arguments that Electron takes and the stand-in does not. */
export function refuseMore(what: string, more: readonly unknown[]): void {
  if (more.some((value) => value !== undefined)) throw notPlayed(what);
}
