import { EventEmitter } from 'node:events';
import { strict, notPlayed } from './notPlayed.ts';

interface Events {
  /** Emitted here, or by a test in the desktop's place (`powerMonitor.emit('suspend')`). */
  readonly played: readonly string[];
  /** Listened to without complaint and never emitted. README.md names them all, which a test sees to. */
  readonly accepted?: readonly string[];
}

/** The events of every emitter that the double has; others throw. Only what the product or a spec listens to. */
export const events = {
  app: {
    played: [
      'will-finish-launching',
      'ready',
      'browser-window-created',
      'web-contents-created',
      'second-instance',
      'window-all-closed',
      'before-quit',
      'will-quit',
      'quit',
      'login',
    ],
    accepted: ['activate'],
  },
  BrowserWindow: {
    played: [
      'ready-to-show',
      'show',
      'hide',
      'focus',
      'minimize',
      'restore',
      'maximize',
      'unmaximize',
      'resize',
      'move',
      'close',
      'closed',
    ],
    accepted: ['page-title-updated'],
  },
  WebContents: {
    played: [
      'will-navigate',
      'will-frame-navigate',
      'did-navigate',
      'did-finish-load',
      'did-fail-load',
      'dom-ready',
      'preload-error',
      'render-process-gone',
      'destroyed',
    ],
    accepted: ['will-redirect', 'will-attach-webview'],
  },
  Session: { played: [] },
  ClientRequest: { played: ['login', 'response', 'error'] },
  Tray: { played: ['click'] },
  powerMonitor: {
    played: ['suspend', 'resume'],
    accepted: ['lock-screen', 'unlock-screen', 'user-did-resign-active', 'user-did-become-active'],
  },
  UtilityProcess: { played: ['spawn', 'message', 'exit'] },
  MessagePortMain: { played: ['message', 'close'] },
  'process.parentPort': { played: ['message'] },
} satisfies Record<string, Events>;

export type EmitterName = keyof typeof events;

/** Node's own, about every emitter. */
const ofNode = ['newListener', 'removeListener'];

/** An emitter of the double: strict, and deaf to no name in silence. */
export class StrictEmitter extends EventEmitter {
  private readonly emitterName: EmitterName;

  constructor(name: EmitterName) {
    super();
    this.emitterName = name;
    // Subclasses, and whoever they hand themselves to, see only the strict object.
    return strict(name, this);
  }

  override on(...args: Parameters<EventEmitter['on']>): this {
    this.check(args[0]);
    return super.on(...args);
  }

  override addListener(...args: Parameters<EventEmitter['addListener']>): this {
    this.check(args[0]);
    return super.addListener(...args);
  }

  override once(...args: Parameters<EventEmitter['once']>): this {
    this.check(args[0]);
    return super.once(...args);
  }

  override prependListener(...args: Parameters<EventEmitter['prependListener']>): this {
    this.check(args[0]);
    return super.prependListener(...args);
  }

  /** A name that is not in the list of what is played is never emitted: the list and the double cannot drift apart. */
  override emit(...args: Parameters<EventEmitter['emit']>): boolean {
    const [name] = args;
    const { played }: Events = events[this.emitterName];
    if (![...played, ...ofNode].includes(String(name))) throw notPlayed(`${this.emitterName}.emit('${String(name)}')`);
    return super.emit(...args);
  }

  private check(name: unknown): void {
    const { played, accepted = [] }: Events = events[this.emitterName];
    if (![...played, ...accepted, ...ofNode].includes(String(name)))
      throw notPlayed(`${this.emitterName}.on('${String(name)}')`);
  }
}
