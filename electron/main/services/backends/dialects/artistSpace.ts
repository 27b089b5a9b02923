import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import {
  artistSpaceCreateRoom,
  artistSpaceTicketSchema,
  artistSpaceToken,
} from '@parley/shared/backends/dialects/requests';
import { instanceChannelId, readInstanceChannelId } from '@parley/shared/backends/dialects/savedChannels';
import { readTicket } from '@parley/shared/backends/dialects/ticket';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok } from '@parley/shared/result';
import { z } from 'zod';
import type { TicketDialect } from './ticketBackend.ts';

/**
 * shared/seeds/artist-space.txt: three LiveKit instances behind one sign-in. The id of a channel is `<instance>/<room>`,
 * and each join is independent of the others, so that main, meet and chat can be in use at once.
 */
export const artistSpace: TicketDialect<'artist-space'> = {
  dialect: 'artist-space',
  async join({ profile, channelId, account, ask }) {
    const place = readInstanceChannelId(channelId);
    if (place === null) return err(channelNotFound);
    const answer = await ask(artistSpaceToken(profile, place, account.name), artistSpaceTicketSchema);
    if (!answer.ok) return err(explain(answer.error, place));
    const { value, serverNow } = answer.value;
    if (value.instance !== place.instance) return err(notThisServer);
    // DESIGN.md §5: what was asked for as encrypted is not joined in the clear.
    if (profile.encrypted && !value.e2eeEnabled) return err(notEncrypted);
    const ticket = readTicket({ url: value.url, token: value.token, serverNow });
    return ticket === null ? err(notThisServer) : ok(ticket);
  },
  check: null,
  // "Generate Access Token": any `roomName`; the instance whose channels are used.
  ownRoom: ({ channels }, name) => instanceChannelId(channels[0]?.instance ?? 'main', name),
  async createRoom({ profile, channelId, ask }, limits) {
    const place = readInstanceChannelId(channelId);
    if (place === null) return err(channelNotFound);
    const answer = await ask(artistSpaceCreateRoom(profile, place, limits), z.unknown());
    return answer.ok ? ok(undefined) : err(explain(answer.error, place));
  },
};

/** "Troubleshooting": without a subscription, use chat, which needs none. */
const explain = (error: ParleyError, place: { readonly instance: string; readonly room: string }): ParleyError =>
  error.reason === 'subscriptionRequired' && place.instance !== 'chat'
    ? { ...error, instead: instanceChannelId('chat', place.room) }
    : error;

const channelNotFound: ParleyError = {
  code: 'notFound',
  reason: 'channelNotFound',
  message: 'This is a channel of no instance.',
};
const notEncrypted: ParleyError = {
  code: 'unavailable',
  message: 'The server gives no encrypted call, and the profile asks for one.',
};
