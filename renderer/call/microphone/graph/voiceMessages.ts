import type { PreRollState } from './preRoll.ts';

/** As the worklet registers itself (`voiceWorklet.ts`). */
export const voiceProcessor = 'parley-voice';

/** What is done, wherever it is done. */
export interface VoiceOptions {
  /** RNNoise; null: none. */
  readonly suppressor: WebAssembly.Module | null;
  readonly preRoll: boolean;
  readonly levels: boolean;
}

/** From the page to where the sound is processed. */
export type ToVoice =
  | { readonly kind: 'preRoll'; readonly state: PreRollState }
  /** Only to the worker; it answers `alive`. */
  | { readonly kind: 'alive' }
  /** Only to the worker, once. Without `writable` the sound is only measured. */
  | {
      readonly kind: 'begin';
      readonly options: VoiceOptions;
      readonly readable: ReadableStream<AudioData>;
      readonly writable: WritableStream<AudioData> | null;
    };

/** And back. */
export type FromVoice =
  /** It can do what it was asked for. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'level'; readonly dbfs: number }
  | { readonly kind: 'alive' }
  /** It processes nothing any more. */
  | { readonly kind: 'broken'; readonly why: string };
