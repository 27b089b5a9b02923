import type { FromGuard, ToGuard } from './guardMessages.ts';
import { nextPermission, noPermission, passes } from './permission.ts';

// A dedicated worker between the encoder and the network: its thread goes on when the page's stands still. A sender has one such
// transform: end-to-end encryption would be one more step in this pipe, after `guarded`.

/** https://w3c.github.io/webrtc-encoded-transform/#rtcrtpscripttransformer; TypeScript's library for pages does not know it. */
interface TransformEvent extends Event {
  readonly transformer: { readonly readable: ReadableStream<unknown>; readonly writable: WritableStream<unknown> };
}

const tell = (message: FromGuard): void => postMessage(message);
/** One clock for the page and its workers: both count from their own beginning. */
const now = (): number => performance.timeOrigin + performance.now();

let permission = noPermission;

addEventListener('message', ({ data }: MessageEvent<ToGuard>) => {
  if (data.kind === 'alive') return tell({ kind: 'alive' });
  permission = nextPermission(permission, data);
});

addEventListener('rtctransform', (event) => {
  const { readable, writable } = (event as TransformEvent).transformer;
  const guarded = new TransformStream<unknown, unknown>({
    transform(packet, controller) {
      if (passes(permission, now())) controller.enqueue(packet);
    },
  });
  readable
    .pipeThrough(guarded)
    .pipeTo(writable)
    .catch((thrown: unknown) => tell({ kind: 'broken', why: thrown instanceof Error ? thrown.name : String(thrown) }));
});

// It runs.
tell({ kind: 'alive' });
