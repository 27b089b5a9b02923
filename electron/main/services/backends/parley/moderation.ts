import type { ServerNotice } from '@parley/shared/backends/parley/events';
import { readableName } from '@parley/shared/backends/readableName';
import type { Moderation } from '@parley/shared/ipc/contract';

/** A moderator's deed as the program tells it: names and reasons are other people's words, made readable where they come in. */
export const readModeration = (notice: Extract<ServerNotice, { type: 'moderation' }>): Omit<Moderation, 'server'> => ({
  action: notice.action,
  reason: readableName(notice.reason, ''),
  by: readableName(notice.by.name, ''),
  channelId: notice.channelId,
  toChannelId: notice.toChannelId ?? null,
  expiresAt: notice.expiresAt ?? null,
});
