import { warn } from '../../log.ts';
import { every, type Clock } from '../clock.ts';
import { watchAlive } from '../graph/watchAlive.ts';
import type { FromGuard, ToGuard } from './guardMessages.ts';
// Vite gives the address of the built file (https://vite.dev/guide/assets); the module itself has no default export.
// oxlint-disable-next-line import/default
import guardWorker from './guardWorker.ts?worker&url';
import { wordInterval } from './permission.ts';

/**
 * Stands between every sender of the microphone and the network, in a thread of its own, and lets sound through only while the page
 * keeps saying that the gate is open. The gate and all its limits live in the page's thread: one that hangs would go on sending.
 */
export interface SendGuard {
  /** Before this sender negotiates: from then on nothing passes but by the guard, and nothing at all without one. */
  attach(sender: RTCRtpSender): void;
  /** Opening is to be told before the gate opens, shutting after it shut. */
  setOpen(open: boolean): void;
  /** No guard could be made, or one after the other ended: nothing is sent. */
  isBroken(): boolean;
  /** A person wants it tried again. */
  retry(): void;
  /** Ends the worker: what is still attached sends nothing. */
  close(): void;
}

/** What runs in the other thread; a double in unit tests. */
export interface GuardThread {
  /** From now on this sender's sound passes there. Throws where the browser cannot. */
  take(sender: RTCRtpSender): void;
  tell(message: ToGuard): void;
  end(): void;
}

export type CreateGuardThread = (listener: {
  readonly onMessage: (message: FromGuard) => void;
  readonly onFailed: (why: string) => void;
}) => GuardThread;

/** In one call, before it is given up. */
const restartsAtMost = 2;
/** How long a worker may take until it runs, ms. */
const patience = 5_000;

export function createSendGuard(ports: {
  readonly clock: Clock;
  readonly createThread: CreateGuardThread;
  /** `isBroken()` has changed. */
  readonly onChange: () => void;
}): SendGuard {
  const { clock } = ports;
  let senders: readonly RTCRtpSender[] = [];
  let thread: GuardThread | null = null;
  let ready = false;
  let cancelPatience = (): void => undefined;
  let stopWatching = (): void => undefined;
  let answered = (): void => undefined;
  let open = false;
  let restarts = 0;
  let broken = false;

  const setBroken = (next: boolean): void => {
    if (next === broken) return;
    broken = next;
    ports.onChange();
  };
  const speak = (): void => thread?.tell({ kind: 'word', open, at: clock.now() });

  const end = (): void => {
    cancelPatience();
    stopWatching();
    thread?.end();
    thread = null;
    ready = false;
  };

  /** Words and questions only while the gate is open: a shut microphone needs nobody. */
  const watch = (of: GuardThread): void => {
    stopWatching();
    stopWatching = () => undefined;
    if (!open) return;
    const stopSpeaking = every(clock, wordInterval, speak);
    stopWatching = stopSpeaking;
    if (!ready) return;
    const alive = watchAlive({
      clock,
      ask: () => of.tell({ kind: 'alive' }),
      onDead: () => fail(of, 'it does not answer'),
    });
    answered = alive.answered;
    stopWatching = () => {
      stopSpeaking();
      alive.stop();
    };
  };

  const fail = (which: GuardThread | null, why: string): void => {
    if (which !== thread) return;
    warn(`the guard of the microphone gave up, ${why}`, null);
    end();
    if (restarts >= restartsAtMost) return setBroken(true);
    restarts += 1;
    begin();
  };

  const begin = (): void => {
    let made: GuardThread | null = null;
    try {
      const created = ports.createThread({
        onMessage(message) {
          if (created !== thread) return;
          if (message.kind === 'broken') return fail(created, message.why);
          answered();
          if (ready) return;
          ready = true;
          cancelPatience();
          watch(created);
        },
        onFailed: (why) => fail(created, why),
      });
      made = created;
      thread = created;
      cancelPatience = clock.after(patience, () => fail(created, 'it does not begin'));
      speak();
      watch(created);
      for (const sender of senders.filter(isAlive)) created.take(sender);
    } catch (thrown) {
      fail(made, nameOf(thrown));
    }
  };

  return {
    attach(sender) {
      senders = [...senders.filter((other) => other !== sender && isAlive(other)), sender];
      if (broken) return;
      if (thread === null) return begin();
      try {
        thread.take(sender);
      } catch (thrown) {
        fail(thread, nameOf(thrown));
      }
    },
    setOpen(next) {
      if (next === open) return;
      open = next;
      if (thread === null) return;
      speak();
      watch(thread);
    },
    isBroken: () => broken,
    retry() {
      if (!broken) return;
      restarts = 0;
      setBroken(false);
      begin();
    },
    close() {
      senders = [];
      restarts = 0;
      open = false;
      end();
      setBroken(false);
    },
  };
}

const isAlive = ({ transport }: RTCRtpSender): boolean => transport?.state !== 'closed';

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : typeof thrown);

/** Chromium has it since 141. */
export const createBrowserGuardThread: CreateGuardThread = ({ onMessage, onFailed }) => {
  const worker = new Worker(guardWorker, { type: 'module', name: 'guard' });
  worker.addEventListener('message', ({ data }: MessageEvent<FromGuard>) => onMessage(data));
  worker.addEventListener('error', ({ message }) => onFailed(message));
  worker.addEventListener('messageerror', () => onFailed('it cannot be understood'));
  return {
    take(sender) {
      sender.transform = new RTCRtpScriptTransform(worker);
    },
    tell: (message) =>
      worker.postMessage(message.kind === 'word' ? { ...message, at: performance.timeOrigin + message.at } : message),
    end: () => worker.terminate(),
  };
};
