import { EventEmitter } from 'node:events';
import { strict } from './notPlayed.ts';

export type InvokeHandler = (event: object, ...args: unknown[]) => unknown;

/** Electron's IpcMain: listeners by channel, and one handler a request channel. */
export class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, InvokeHandler>();

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  handle(channel: string, handler: InvokeHandler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}

export const theIpcMain = new IpcMain();
export const ipcMain = strict('ipcMain', theIpcMain);
