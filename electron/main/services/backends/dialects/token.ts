import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { tokenRequest, tokenTicketSchema } from '@parley/shared/backends/dialects/requests';
import { readIceServers } from '@parley/shared/backends/iceServers';
import { readTicket } from '@parley/shared/backends/dialects/ticket';
import { err, ok } from '@parley/shared/result';
import type { TicketDialect } from './ticketBackend.ts';

/**
 * shared/seeds/ice-over-tcp.txt (tokens of ten minutes) and shared/seeds/inspire-lab.txt (of one hour): a token for a
 * room's name, and with it at most TURN servers; the LiveKit address is the profile's.
 */
export const token: TicketDialect<'token'> = {
  dialect: 'token',
  async join({ profile, channelId, ask }) {
    const answer = await ask(tokenRequest(profile, channelId), tokenTicketSchema);
    if (!answer.ok) return answer;
    const { value, serverNow } = answer.value;
    const ticket = readTicket({ url: profile.livekitUrl, token: value.token, serverNow });
    const iceServers = readIceServers(value.iceServers);
    if (ticket === null) return err(notThisServer);
    return ok({ ...ticket, ...(iceServers === undefined ? {} : { iceServers }) });
  },
  check: null,
  // seeds/ice-over-tcp.txt Step 2, seeds/inspire-lab.txt "Token Generation": any `roomName`.
  ownRoom: (_profile, name) => name,
  createRoom: null,
};
