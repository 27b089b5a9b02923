/** RNNoise knows 48 kHz only, Hz. */
export const suppressorRate = 48_000;
/** Samples of one frame: 10 ms. */
export const suppressorFrame = 480;

/** What is asked of the library's binary, which emscripten made of RNNoise's C. */
interface RnnoiseExports {
  readonly memory: WebAssembly.Memory;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  malloc(bytes: number): number;
  rnnoise_create(model: number): number;
  rnnoise_process_frame(state: number, output: number, input: number): number;
}

/**
 * What takes the noise out of one frame (−1..1, in its place); the sound comes out one frame later, because its windows
 * overlap. The library's own JavaScript is made for a worklet of its own or loads by itself: neither serves a worker
 * and a worklet alike. Throws where the binary is another one.
 */
export function createRnnoise(binary: WebAssembly.Module): (frame: Float32Array) => void {
  const library = new WebAssembly.Instance(binary, {
    env: {
      emscripten_memcpy_big: (to: number, from: number, bytes: number) =>
        void new Uint8Array(library.memory.buffer).copyWithin(to, from, from + bytes),
      // It has all that it needs from the beginning; `malloc` says so where it does not.
      emscripten_resize_heap: () => 0,
      __assert_fail() {
        throw new Error('an assertion of RNNoise failed');
      },
    },
  }).exports as unknown as RnnoiseExports;
  library.emscripten_stack_init();
  library.__wasm_call_ctors();
  const place = library.malloc(suppressorFrame * Float32Array.BYTES_PER_ELEMENT);
  const state = library.rnnoise_create(0);
  if (place === 0 || state === 0) throw new Error('RNNoise got no memory');
  const samples = new Float32Array(library.memory.buffer, place, suppressorFrame);
  return (frame) => {
    // Its model was made with samples of 16 bits.
    for (let i = 0; i < suppressorFrame; i += 1) samples[i] = (frame[i] ?? 0) * 32_767;
    library.rnnoise_process_frame(state, place, place);
    for (let i = 0; i < suppressorFrame; i += 1) frame[i] = (samples[i] ?? 0) / 32_767;
  };
}
