import type { FastifyBaseLogger } from 'fastify';
import { WebhookEvent } from 'livekit-server-sdk';
import type { FailureLimit } from '../accounts/failureLimit.ts';
import type { Sessions } from '../accounts/sessions.ts';
import type { SigningKey } from '../accounts/signingKey.ts';
import { loggable } from '../database/queryFailure.ts';
import type { Directory } from '../directory.ts';
import type { EventHub } from '../events/eventHub.ts';
import { oneAtATime } from '../oneAtATime.ts';
import type { Occupants } from '../occupants/occupants.ts';
import type { Rights } from '../rights.ts';
import type { Announcement, Processes } from './announcements.ts';

/** What happens in one process and concerns programs that are connected to another. */
export interface Shared {
  readonly hub: EventHub;
  readonly rights: Rights;
  readonly occupants: Occupants;
  readonly signingKey: SigningKey;
  readonly failures: FailureLimit;
}

/** `own`, with what it does told to the other processes as well. */
export function shareServices(own: Shared, processes: Processes): Shared {
  const { hub, rights, occupants, signingKey, failures } = own;
  return {
    hub: {
      ...hub,
      notify(accountId, notice) {
        hub.notify(accountId, notice);
        void processes.tell({ type: 'notice', accountId, notice });
      },
      endSessions(ended) {
        hub.endSessions(ended);
        void processes.tell({ type: 'sessionsEnded', ended });
      },
    },
    rights: {
      ...rights,
      async changed(channelId) {
        // The others do not wait for LiveKit, which this process sees to.
        await Promise.all([
          rights.changed(channelId),
          processes.tell({ type: 'changed', channelId: channelId ?? null }),
        ]);
      },
    },
    occupants: {
      ...occupants,
      hear(event) {
        occupants.hear(event);
        void processes.tell({ type: 'webhook', event: event.toJsonString() });
      },
      deafened(room, device, deafened) {
        occupants.deafened(room, device, deafened);
        void processes.tell({ type: 'deafened', room, device, deafened });
      },
    },
    failures: {
      ...failures,
      failed(key) {
        void processes.tell({ type: 'tryFailed', key });
      },
    },
    signingKey: {
      ...signingKey,
      async rotate() {
        await signingKey.rotate();
        await processes.tell({ type: 'signingKey' });
      },
    },
  };
}

/** Whatever announcement was lost, after this time its outcome is known here, ms. */
const refreshInterval = 60_000;
const retryInterval = 1_000;

/** Does in this process what others tell. Returns how to stop. */
export function hearProcesses(
  processes: Processes,
  {
    hub,
    occupants,
    signingKey,
    failures,
    now,
    directory,
    sessions,
    log,
  }: Shared & {
    directory: Directory;
    sessions: Sessions;
    now: () => number;
    log: FastifyBaseLogger;
  },
): () => void {
  const showDirectory = async (channelId?: string): Promise<void> => {
    await directory.reload();
    hub.show(channelId);
    occupants.announce();
  };
  const act = async (announcement: Announcement): Promise<void> => {
    switch (announcement.type) {
      case 'changed':
        return showDirectory(announcement.channelId ?? undefined);
      case 'webhook':
        return occupants.hear(WebhookEvent.fromJsonString(announcement.event, { ignoreUnknownFields: true }));
      case 'deafened':
        return occupants.deafened(announcement.room, announcement.device, announcement.deafened);
      case 'notice':
        return hub.notify(announcement.accountId, announcement.notice);
      case 'sessionsEnded':
        sessions.forget(announcement.ended);
        return hub.endSessions(announcement.ended);
      case 'signingKey':
        await signingKey.reread();
        return sessions.forget('all');
      case 'tryFailed':
        return failures.count(announcement.key, now());
      case 'everything':
        return readEverything();
    }
  };
  const readEverything = oneAtATime(async () => {
    await signingKey.reread();
    sessions.forget('all');
    const connected = [...hub.sessions()];
    const running = connected.length === 0 ? new Set() : await sessions.running(connected);
    for (const sessionId of connected) if (!running.has(sessionId)) hub.endSessions({ sessionId });
    await showDirectory();
    await occupants.reconcile();
  });
  let retry: NodeJS.Timeout | undefined;
  const logged = (work: Promise<void>): void =>
    void work.catch((error: unknown) => {
      log.warn(loggable(error), 'What another process told is not yet known here');
      // Just after the database is back, connections of before may still be in use.
      clearTimeout(retry);
      retry = setTimeout(() => logged(readEverything()), retryInterval).unref();
    });
  processes.listen({
    heard: (announcement) => logged(act(announcement)),
    missed: () => logged(readEverything()),
  });
  const timer = setInterval(() => logged(readEverything()), refreshInterval).unref();
  return () => {
    clearInterval(timer);
    clearTimeout(retry);
  };
}
