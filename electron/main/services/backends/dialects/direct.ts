import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import type { ProfileOf } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import { readTicket } from '@parley/shared/backends/dialects/ticket';
import { readClaims } from '@parley/shared/backends/dialects/tokenClaims';
import { readPastedBearer } from '@parley/shared/backends/dialects/tokenAnswer';
import { readableName } from '@parley/shared/backends/readableName';
import type { Channel, JoinTicket } from '@parley/shared/backends/channel';
import { err, ok } from '@parley/shared/result';
import { createSettable } from '../../observable.ts';
import { noParts, type DialectBackend, type Opened } from '../backend.ts';
import { createHttpClient } from '../httpClient.ts';
import { checkLiveKit } from '../liveKitCheck.ts';
import { ticketLimits, tokenUnreadable, type TicketPorts } from './ticketBackend.ts';

/** No backend at all: a LiveKit address and a pasted LiveKit token, whose room is the only channel (LiveKit Meet "Custom"). */
export function createDirectBackend(ports: Pick<TicketPorts, 'fetch' | 'limits'>): DialectBackend<'direct'> {
  const http = createHttpClient({ fetch: ports.fetch, strange: notThisServer, limits: ports.limits ?? ticketLimits });
  return {
    dialect: 'direct',
    capabilities: capabilities.direct,
    async signIn(profile, proof) {
      const token = proof.kind === 'bearer' ? readPastedBearer(proof.bearer) : null;
      const ticket = token === null ? null : ticketOf(profile, token);
      if (ticket === null) return err(tokenUnreadable);
      const checked = await checkLiveKit(http, ticket);
      if (checked.ok) return ok(open(profile, ticket));
      return checked.error.reason === 'ticketRefused'
        ? err({ ...checked.error, reason: 'tokenExpired' })
        : err(checked.error);
    },
    offer: null,
    resetPassword: null,
    async resume(profile, credential) {
      const ticket = ticketOf(profile, credential);
      return ticket === null ? err(tokenUnreadable) : ok(open(profile, ticket));
    },
  };
}

/** Without `expiresIn`: when the token was made and by whose clock is not known. */
function ticketOf(profile: ProfileOf<'direct'>, token: string): JoinTicket | null {
  const ticket = readTicket({ url: profile.address, token, serverNow: null });
  if (ticket === null) return null;
  const { expiresIn: _unknown, ...known } = ticket;
  return known;
}

function open(profile: ProfileOf<'direct'>, ticket: JoinTicket): Opened {
  const { room, identity, token } = ticket;
  const told = readClaims(token)?.['name'];
  const name = readableName(typeof told === 'string' ? told.slice(0, 256) : '', readableName(identity, 'me'));
  const channel: Channel = {
    id: room,
    name: readableName(room, room),
    kind: 'voice',
    topic: '',
    category: '',
    position: 0,
    occupants: [],
  };
  return {
    account: { id: identity, login: '', name, administrator: false },
    serverName: profile.name === '' ? (URL.parse(profile.address)?.host ?? '') : profile.name,
    credential: token,
    connection: {
      ...noParts,
      channels: createSettable({ link: 'live', channels: [channel], error: null }),
      join: async (channelId) =>
        channelId === room
          ? ok(ticket)
          : err({ code: 'notFound', reason: 'channelNotFound', message: 'The token is for another room.' }),
      adopt: () => undefined,
      ownRoom: null,
      createRoom: null,
      signOut: async () => true,
      retry: () => undefined,
      dispose: () => undefined,
    },
  };
}
