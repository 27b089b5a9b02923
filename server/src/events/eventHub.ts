import type { Channel } from '@parley/shared/backends/channel';
import {
  closeUnauthorised,
  eventPingInterval,
  type ServerEvent,
  type ServerNotice,
} from '@parley/shared/backends/parley/events';
import { hasEnded, type EndedSessions } from '../accounts/endedSessions.ts';
import { createRecentDeeds, type Deed } from '../moderation/recentDeeds.ts';
import type { EventView } from './eventView.ts';

/** One connected program. */
export interface Subscriber {
  readonly accountId: string;
  readonly sessionId: string;
  send(text: string): void;
  close(code: number): void;
  /** Bytes that wait to be sent. */
  buffered(): number;
}

/** Tells every signed-in program what it may know, and what of it changes. */
export interface EventHub {
  /** A snapshot is sent at once; the subscription ends when the access token does. Returns how to renew and to leave. */
  add(subscriber: Subscriber, expiresAt: number): { renew(expiresAt: number): void; leave(): void };
  /**
   * Compares what each program was told with what its account may see now, and tells the difference: a channel that is
   * gone and one that may no longer be seen are the same to it. `channelId`: only that channel changed.
   */
  show(channelId?: string): void;
  /** The occupants of one channel changed: of a burst only the outcome is told, to those who see the channel. */
  tellOccupants(channelId: string): void;
  /** Tells the programs of one account: those that are connected now, the others when they ask (`deeds`). */
  notify(accountId: string, notice: ServerNotice): void;
  /** What moderators did to this person lately. */
  deeds(accountId: string): readonly Deed[];
  /** Closes the connections of sessions that ended. */
  endSessions(ended: EndedSessions): void;
  /** The sessions of those that are connected. */
  sessions(): ReadonlySet<string>;
  /** Connections that are open. */
  count(): number;
  stop(): void;
}

/** A burst of joins is told once in this time, ms. */
const coalesce = 50;
/** A program that reads so slowly is dropped; it comes back and gets a snapshot. Bytes. */
const longestBuffer = 4_000_000;

interface Subscription {
  expiresAt: number;
  /** What was told of each channel, without its occupants. */
  readonly told: Map<string, string>;
  self: string;
}

/** A channel without who is inside: that is told by events of its own. */
const digest = (channel: Channel): string => JSON.stringify({ ...channel, occupants: undefined });

export function createEventHub(now: () => number, view: EventView): EventHub {
  const subscriptions = new Map<Subscriber, Subscription>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const recent = createRecentDeeds(now);

  const deliver = (subscriber: Subscriber, text: string): void => {
    if (subscriber.buffered() <= longestBuffer) return subscriber.send(text);
    subscriptions.delete(subscriber);
    subscriber.close(1013);
  };
  const tell = (subscriber: Subscriber, event: ServerEvent | ServerNotice): void =>
    deliver(subscriber, JSON.stringify(event));
  const showChannel = (subscriber: Subscriber, { told }: Subscription, id: string, channel: Channel | null): void => {
    const before = told.get(id);
    if (channel === null) {
      if (told.delete(id)) tell(subscriber, { type: 'channelDeleted', channelId: id });
      return;
    }
    const text = digest(channel);
    if (text === before) return;
    told.set(id, text);
    tell(subscriber, { type: before === undefined ? 'channelCreated' : 'channelUpdated', channel });
  };
  const showSelf = (subscriber: Subscriber, subscription: Subscription): void => {
    const text = JSON.stringify(view.self(subscriber.accountId));
    if (text === subscription.self) return;
    subscription.self = text;
    deliver(subscriber, text);
  };
  const beat = setInterval(() => {
    for (const [subscriber, { expiresAt }] of subscriptions) {
      if (expiresAt > now()) continue;
      subscriptions.delete(subscriber);
      subscriber.close(closeUnauthorised);
    }
    const ping = JSON.stringify({ type: 'ping' });
    for (const subscriber of subscriptions.keys()) deliver(subscriber, ping);
  }, eventPingInterval);

  return {
    add(subscriber, expiresAt) {
      const channels = [...view.channels(subscriber.accountId)];
      const subscription = { expiresAt, told: new Map(channels.map((one) => [one.id, digest(one)])), self: '' };
      subscriptions.set(subscriber, subscription);
      tell(subscriber, { type: 'snapshot', channels });
      showSelf(subscriber, subscription);
      return {
        renew: (until) => void (subscription.expiresAt = until),
        leave: () => void subscriptions.delete(subscriber),
      };
    },
    show(channelId) {
      // What an account sees is worked out once for all of its programs.
      const seen = new Map<string, ReadonlyMap<string, Channel>>();
      for (const [subscriber, subscription] of [...subscriptions]) {
        const { accountId } = subscriber;
        if (channelId !== undefined) {
          showChannel(subscriber, subscription, channelId, view.channel(accountId, channelId));
          continue;
        }
        const channels =
          seen.get(accountId) ?? new Map(view.channels(accountId).map((channel) => [channel.id, channel]));
        seen.set(accountId, channels);
        for (const id of new Set([...subscription.told.keys(), ...channels.keys()])) {
          showChannel(subscriber, subscription, id, channels.get(id) ?? null);
        }
        showSelf(subscriber, subscription);
      }
    },
    tellOccupants(channelId) {
      if (waiting.has(channelId)) return;
      waiting.set(
        channelId,
        setTimeout(() => {
          waiting.delete(channelId);
          const event: ServerEvent = { type: 'occupants', channelId, occupants: [...view.occupants(channelId)] };
          const text = JSON.stringify(event);
          for (const [subscriber, { told }] of [...subscriptions]) if (told.has(channelId)) deliver(subscriber, text);
        }, coalesce),
      );
    },
    notify(accountId, notice) {
      if (notice.type === 'moderation') recent.add(accountId, notice);
      for (const subscriber of [...subscriptions.keys()]) {
        if (subscriber.accountId === accountId) tell(subscriber, notice);
      }
    },
    deeds: (accountId) => recent.of(accountId),
    endSessions(ended) {
      for (const subscriber of [...subscriptions.keys()]) {
        if (!hasEnded(ended, subscriber)) continue;
        subscriptions.delete(subscriber);
        subscriber.close(closeUnauthorised);
      }
    },
    sessions: () => new Set([...subscriptions.keys()].map(({ sessionId }) => sessionId)),
    count: () => subscriptions.size,
    stop() {
      clearInterval(beat);
      for (const timer of waiting.values()) clearTimeout(timer);
      for (const subscriber of subscriptions.keys()) subscriber.close(1001);
      subscriptions.clear();
    },
  };
}
