import {
  closeUnauthorised,
  eventPingInterval,
  serverEventSchema,
  serverNoticeSchema,
  type ServerEvent,
  type ServerNotice,
} from '@parley/shared/backends/parley/events';
import type { ParleyError } from '@parley/shared/errors';
import { z } from 'zod';
import type { Log } from '../../log/log.ts';
import { backOff } from '../backOff.ts';
import { readSocketFailure, unanswered } from './socketFailure.ts';

/** The part of a WebSocket that is used; Node's own speaks it (https://websockets.spec.whatwg.org/). */
export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  onerror: ((event: never) => void) | null;
}

export interface EventStream {
  dispose(): void;
  /** Tells the server the new token, now or as soon as the connection is open, so that it need not be closed. */
  renew(accessToken: string): void;
  retry(): void;
}

/** A connection that has not said hello by then is tried again, ms. */
const openLimit = 10_000;
/** `readyState` of a WebSocket that can send: in every other state `send` throws or is lost. */
const socketOpen = 1;
/** Largest message that is read, characters. */
const messageSize = 16_000_000;

/**
 * `GET /api/events`, kept open: reconnects with back-off, authenticates by its first message (never in the URL), and
 * asks for a new access token when the server no longer takes the old one.
 */
export function createEventStream(ports: {
  address: string;
  openSocket: (url: string) => Socket;
  /** A valid access token; `fresh` when the last one was refused. Null when there is none to be had now. */
  accessToken: (fresh: boolean) => Promise<string | null>;
  onLive: () => void;
  /** There is no connection, and it is tried again; `why`: what stood against it. Null where it ended after it had been there. */
  onAway: (why: ParleyError | null) => void;
  onEvent: (event: ServerEvent) => void;
  /** What concerns the person alone. */
  onNotice: (notice: ServerNotice) => void;
  random: () => number;
  log: Log;
}): EventStream {
  const { log } = ports;
  const url = `${ports.address.replace(/^http/, 'ws')}/api/events`;
  let socket: Socket | null = null;
  let waiting: NodeJS.Timeout | undefined;
  let watch: NodeJS.Timeout | undefined;
  let attempt = 0;
  let refused = false;
  /** What the connection authenticates with: the token it was opened with, or a newer one. */
  let current = '';
  let ended = false;

  const drop = (): void => {
    clearTimeout(watch);
    const old = socket;
    socket = null;
    if (old === null) return;
    old.onopen = old.onmessage = old.onclose = null;
    // Closed before it was open, `ws` tells an error, which ends the program where nobody hears it.
    old.onerror = () => undefined;
    old.close();
  };
  const later = (why: ParleyError | null): void => {
    if (ended) return;
    drop();
    ports.onAway(why);
    clearTimeout(waiting);
    waiting = setTimeout(() => log.background('opening the event stream', open()), backOff(attempt, ports.random()));
    attempt += 1;
  };
  const authenticate = (over: Socket): void =>
    over.send(JSON.stringify({ type: 'authenticate', accessToken: current }));
  const heard = (limit: number): void => {
    clearTimeout(watch);
    watch = setTimeout(() => later(limit === openLimit ? unanswered(socket?.readyState === socketOpen) : null), limit);
  };
  const open = async (): Promise<void> => {
    const token = await ports.accessToken(refused);
    if (ended) return;
    if (token === null) return later(null);
    refused = false;
    current = token;
    drop();
    const next = ports.openSocket(url);
    socket = next;
    let why: ParleyError | null = null;
    heard(openLimit);
    next.onopen = () => authenticate(next);
    next.onmessage = ({ data }) => {
      const event = readMessage(data);
      if (event === null) return log.warn('an event of the server was not understood and left out');
      heard(eventPingInterval * 2);
      if (event.type === 'moderation' || event.type === 'self') return ports.onNotice(event);
      if (event.type === 'snapshot') {
        attempt = 0;
        ports.onLive();
      }
      ports.onEvent(event);
    };
    next.onerror = ({ error }: { readonly error?: unknown }) => {
      why = readSocketFailure(error);
    };
    next.onclose = ({ code }) => {
      refused = code === closeUnauthorised;
      later(why);
    };
  };

  log.background('opening the event stream', open());
  return {
    renew(accessToken) {
      current = accessToken;
      if (socket?.readyState === socketOpen) authenticate(socket);
    },
    retry() {
      attempt = 0;
      if (waiting === undefined || ended) return;
      clearTimeout(waiting);
      log.background('opening the event stream', open());
    },
    dispose() {
      ended = true;
      clearTimeout(waiting);
      drop();
    },
  };
}

const messageSchema = z.union([serverEventSchema, serverNoticeSchema]);

function readMessage(data: unknown): z.infer<typeof messageSchema> | null {
  if (typeof data !== 'string' || data.length > messageSize) return null;
  try {
    const parsed = messageSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
