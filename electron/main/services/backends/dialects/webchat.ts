import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { webchatJoin, webchatTicketSchema } from '@parley/shared/backends/dialects/requests';
import { readTicket } from '@parley/shared/backends/dialects/ticket';
import { err, ok } from '@parley/shared/result';
import type { TicketDialect } from './ticketBackend.ts';

/** shared/seeds/webchat.txt: a channel's id is its room, and one POST gives the whole ticket. */
export const webchat: TicketDialect<'webchat'> = {
  dialect: 'webchat',
  async join({ profile, channelId, ask }) {
    const answer = await ask(webchatJoin(profile, channelId), webchatTicketSchema);
    if (!answer.ok) return answer;
    const ticket = readTicket({ ...answer.value.value, serverNow: answer.value.serverNow });
    return ticket === null ? err(notThisServer) : ok(ticket);
  },
  check: null,
  ownRoom: null,
  createRoom: null,
};
