import type { Keytar } from './secretStore.ts';

/** Loaded when first needed: the native module links libsecret, and a system without it must still start Parley. */
export async function loadKeytar(): Promise<Keytar> {
  const module = (await import('keytar')) as { default?: Keytar } & Keytar;
  return module.default ?? module;
}
