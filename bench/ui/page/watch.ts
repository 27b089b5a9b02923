import type { Watch } from './benchPage.ts';

/** Runs before anything else of a page (`addInitScript`): nothing outside this function exists there. */
export function watch(): void {
  /** No click takes as long, ms. */
  const patience = 20_000;
  const frameLength = 1_000 / 60;
  const counted: Watch = {
    commits: 0,
    longTasks: 0,
    frames: (duration) =>
      new Promise((resolve) => {
        let before = 0;
        let begin = 0;
        let drawn = 0;
        let dropped = 0;
        const frame = (at: number): void => {
          if (before === 0) begin = at;
          else {
            drawn += 1;
            // A gap of more than one and a half frames: what else would have been drawn in it.
            if (at - before > 1.5 * frameLength) dropped += Math.round((at - before) / frameLength) - 1;
          }
          before = at;
          if (at - begin < duration) requestAnimationFrame(frame);
          else resolve({ drawn, dropped });
        };
        requestAnimationFrame(frame);
      }),
    untilShown: (selector, present) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`${selector}: nothing happened`)), patience);
        let begin: number | null = null;
        const isShown = (): boolean => (document.querySelector(selector) !== null) === present;
        const look = (): void => {
          if (begin === null || !isShown()) return;
          observer.disconnect();
          const from = begin;
          requestAnimationFrame(() => {
            // A task after the frame's callbacks runs when the frame was made.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
              port1.close();
              resolve(performance.now() - from);
            };
            port2.postMessage(null);
          });
        };
        const observer = new MutationObserver(look);
        addEventListener(
          'pointerdown',
          ({ timeStamp }) => {
            begin = timeStamp;
          },
          { capture: true, once: true },
        );
        observer.observe(document, { subtree: true, childList: true, attributes: true });
      }),
  };
  // What React DevTools would install; production React tells it about every commit.
  const hook = {
    supportsFiber: true,
    isDisabled: false,
    renderers: new Map(),
    inject: () => 1,
    checkDCE: () => undefined,
    onCommitFiberRoot() {
      counted.commits += 1;
    },
    onPostCommitFiberRoot: () => undefined,
    onCommitFiberUnmount: () => undefined,
  };
  new PerformanceObserver((list) => {
    counted.longTasks += list.getEntries().length;
  }).observe({ type: 'longtask' });
  Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook, benchWatch: counted });
}
