/** The names that every object is asked for by the language, by Node's inspector and by await. */
const asked = new Set<PropertyKey>([
  'then',
  'toJSON',
  'prototype',
  'constructor',
  'asymmetricMatch',
  'nodeType',
  'inspect',
  'default',
]);

/**
 * An object of the double that throws for whatever it does not play: a call that silently does nothing would prove
 * nothing. Setting is allowed, so that a spec may watch a method.
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (Reflect.has(object, key) || typeof key === 'symbol' || asked.has(key))
        return Reflect.get(object, key, receiver);
      throw new Error(`Electron stand-in: ${name}.${key} is not played (tests/standin/README.md)`);
    },
  });
}

/** A whole module of which nothing is played. */
export const absent = (name: string): object => strict(name, {});
