import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import {
  krakenConnectionInfo,
  krakenConnectionInfoSchema,
  krakenHealth,
  krakenHealthSchema,
  krakenTicketSchema,
  krakenToken,
} from '@parley/shared/backends/dialects/requests';
import { readTicket } from '@parley/shared/backends/dialects/ticket';
import { err, ok } from '@parley/shared/result';
import type { TicketDialect } from './ticketBackend.ts';

/** shared/seeds/kraken.txt: a token for a channel's id; the LiveKit address with it or from `connection-info`. */
export const kraken: TicketDialect<'kraken'> = {
  dialect: 'kraken',
  async join({ profile, channelId, ask }) {
    const answer = await ask(krakenToken(profile, channelId), krakenTicketSchema);
    if (!answer.ok) return answer;
    const { value, serverNow } = answer.value;
    let { url } = value;
    if (url === undefined) {
      const info = await ask(krakenConnectionInfo(profile), krakenConnectionInfoSchema);
      if (!info.ok) return info;
      url = info.value.value.url;
    }
    if (url === undefined) {
      return err({
        code: 'unavailable',
        reason: 'voiceNotConfigured',
        message: 'The backend tells no LiveKit address.',
      });
    }
    const ticket = readTicket({ url, token: value.token, serverNow });
    return ticket === null ? err(notThisServer) : ok(ticket);
  },
  // An `unhealthy` backend is one all the same: what it lacks is said by the join.
  check: (profile, ask) => ask(krakenHealth(profile), krakenHealthSchema),
  ownRoom: null,
  createRoom: null,
};
