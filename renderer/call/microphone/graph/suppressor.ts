// Vite gives the address of the built file (https://vite.dev/guide/assets); the module itself has no default export.
// oxlint-disable-next-line import/default
import suppressorBinary from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';

let loaded: Promise<WebAssembly.Module> | null = null;

/** 157 kB, once, and only when it is wanted. Rejects when it is not there, is damaged, or WebAssembly is refused. */
export function loadSuppressor(): Promise<WebAssembly.Module> {
  loaded ??= (async () => {
    const response = await fetch(suppressorBinary);
    if (!response.ok) throw new Error(`the suppressor was answered with ${response.status}`);
    return WebAssembly.compile(await response.arrayBuffer());
  })();
  loaded.catch(() => (loaded = null));
  return loaded;
}
