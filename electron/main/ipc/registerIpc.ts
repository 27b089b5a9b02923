import { requestNames, signalNames } from '@parley/shared/ipc/channels';
import type { Envelope, Requests, Signals } from '@parley/shared/ipc/contract';
import { toParleyError, type ParleyError } from '@parley/shared/errors';
import type { Disposable } from '../services/disposable.ts';
import type { Log } from '../services/log/log.ts';
import { requestSchemas, signalSchemas } from './schemas.ts';
import type { Sender } from './senderGuard.ts';

/** The part of Electron's `ipcMain` that is used. */
export interface IpcMainPort {
  handle(channel: string, handler: (event: Sender, ...args: unknown[]) => unknown): void;
  removeHandler(channel: string): void;
  on(channel: string, listener: (event: Sender, ...args: unknown[]) => void): void;
  removeAllListeners(channel: string): void;
}

/** A handler may throw a `ParleyFailure`; anything else that is thrown is a bug and reaches the page as `internal`. */
export type RequestHandlers = {
  readonly [C in keyof Requests]: (...args: Requests[C]['args']) => Promise<Requests[C]['result']>;
};
export type SignalHandlers = { readonly [C in keyof Signals]: (payload: Signals[C]) => void };

const forbidden: ParleyError = { code: 'forbidden', message: 'Only the page of Parley itself may ask this.' };
const invalid: ParleyError = { code: 'invalid', message: 'The arguments are not those of this request.' };

/** Every request passes, in order: sender guard, argument schema, handler, envelope (DESIGN.md §2). */
export function registerIpc(ports: {
  ipc: IpcMainPort;
  guard: (sender: Sender) => boolean;
  log: Log;
  requests: RequestHandlers;
  signals: SignalHandlers;
}): Disposable {
  const { ipc, guard, log, requests, signals } = ports;

  for (const name of requestNames) {
    ipc.handle(name, async (event, ...args): Promise<Envelope<unknown>> => {
      if (!guard(event)) return refuse(name, forbidden);
      const parsed = requestSchemas[name].safeParse(args);
      if (!parsed.success) return refuse(name, invalid);
      try {
        // The schema's output is the tuple that the contract states for this name.
        const handler = requests[name] as (...parsedArgs: unknown[]) => Promise<unknown>;
        return { ok: true, value: await handler(...parsed.data) };
      } catch (thrown) {
        const error = toParleyError(thrown);
        log.warn('a request failed', { name, code: error.code, ...(error.code === 'internal' ? { thrown } : {}) });
        return { ok: false, error };
      }
    });
  }
  for (const name of signalNames) {
    ipc.on(name, (event, ...args) => {
      const parsed = signalSchemas[name].safeParse(args[0]);
      if (!guard(event) || args.length !== 1 || !parsed.success) {
        log.warn('a signal was refused', { name });
        return;
      }
      (signals[name] as (payload: unknown) => void)(parsed.data);
    });
  }
  const refuse = (name: string, error: ParleyError): Envelope<never> => {
    log.warn('a request was refused', { name, code: error.code });
    return { ok: false, error };
  };

  return {
    dispose() {
      for (const name of requestNames) ipc.removeHandler(name);
      for (const name of signalNames) ipc.removeAllListeners(name);
    },
  };
}
