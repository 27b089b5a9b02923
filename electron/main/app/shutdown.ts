import { app } from 'electron';
import type { Disposable } from '../services/disposable.ts';
import type { Log } from '../services/log/log.ts';

/** Longest that a clean end may take, ms; after that the program ends all the same. */
const limit = 3_000;

/** Ends what was started, in reverse order, once, before the program goes. */
export function disposeOnQuit(started: readonly Disposable[], log: Log): void {
  let done = false;
  app.on('will-quit', (event) => {
    if (done) return;
    event.preventDefault();
    done = true;
    const end = async (): Promise<void> => {
      for (const service of started.toReversed()) {
        try {
          await service.dispose();
        } catch (error) {
          log.error('a service did not end cleanly', { error });
        }
      }
    };
    setTimeout(() => app.exit(0), limit);
    log.background(
      'ending',
      end().finally(() => app.exit(0)),
    );
  });
}
