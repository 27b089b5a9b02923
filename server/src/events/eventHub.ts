import { closeUnauthorised, eventPingInterval, type ServerEvent } from '@parley/shared/backends/parleyApi';

/** One connected program. */
export interface Subscriber {
  send(text: string): void;
  close(code: number): void;
  /** Bytes that wait to be sent. */
  buffered(): number;
}

/** Tells every signed-in program what changes. */
export interface EventHub {
  /** `first` is sent at once; the subscription ends when the access token does. Returns how to renew and to leave. */
  add(subscriber: Subscriber, first: ServerEvent, expiresAt: number): { renew(expiresAt: number): void; leave(): void };
  tell(event: ServerEvent): void;
  /** Occupants of one channel: only the last of a burst is told. */
  tellOccupants(event: Extract<ServerEvent, { type: 'occupants' }>): void;
  stop(): void;
}

/** A burst of joins is told once in this time, ms. */
const coalesce = 50;
/** A program that reads so slowly is dropped; it comes back and gets a snapshot. Bytes. */
const longestBuffer = 4_000_000;

export function createEventHub(now: () => number): EventHub {
  const subscribers = new Map<Subscriber, number>();
  const waiting = new Map<string, NodeJS.Timeout>();

  const deliver = (subscriber: Subscriber, text: string): void => {
    if (subscriber.buffered() <= longestBuffer) return subscriber.send(text);
    subscribers.delete(subscriber);
    subscriber.close(1013);
  };
  const tell = (event: ServerEvent): void => {
    const text = JSON.stringify(event);
    for (const subscriber of [...subscribers.keys()]) deliver(subscriber, text);
  };
  const beat = setInterval(() => {
    for (const [subscriber, expiresAt] of subscribers) {
      if (expiresAt > now()) continue;
      subscribers.delete(subscriber);
      subscriber.close(closeUnauthorised);
    }
    tell({ type: 'ping' });
  }, eventPingInterval);

  return {
    add(subscriber, first, expiresAt) {
      subscribers.set(subscriber, expiresAt);
      deliver(subscriber, JSON.stringify(first));
      return {
        renew: (until) => void (subscribers.has(subscriber) && subscribers.set(subscriber, until)),
        leave: () => void subscribers.delete(subscriber),
      };
    },
    tell,
    tellOccupants(event) {
      clearTimeout(waiting.get(event.channelId));
      waiting.set(
        event.channelId,
        setTimeout(() => {
          waiting.delete(event.channelId);
          tell(event);
        }, coalesce),
      );
    },
    stop() {
      clearInterval(beat);
      for (const timer of waiting.values()) clearTimeout(timer);
      for (const subscriber of subscribers.keys()) subscriber.close(1001);
      subscribers.clear();
    },
  };
}
