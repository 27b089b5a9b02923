import { randomUUID } from 'node:crypto';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { probeSchema } from '@parley/shared/backends/parley/api';
import { pathSteps, type NetworkCause } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { ParleyError } from '@parley/shared/errors';
import type { DoctorTickets } from '@parley/shared/ipc/contract';
import { ok, type Result } from '@parley/shared/result';
import type { DialectConnection } from '../backends/backend.ts';
import type { Fetch, HttpClient } from '../backends/httpClient.ts';
import { checkLiveKit } from '../backends/liveKitCheck.ts';
import { createParleyRequest } from '../backends/parley/parleyRequest.ts';

// Whom a check of the voice joins as, and where: always a room in which nobody else is.

/** What a check needs of a backend that somebody is signed in to. */
export type CheckedConnection = Pick<DialectConnection, 'channels' | 'join' | 'ownRoom'>;

/** Whether the voice server of a ticket would let it in; else what stands against it. */
export type VoiceCheck = (ticket: Pick<JoinTicket, 'url' | 'token'>) => Promise<DoctorTickets | null>;

/** @param fault what stands in the way to a voice server */
export const createVoiceCheck =
  (http: HttpClient, fault: (url: URL) => Promise<StepFinding | null>): VoiceCheck =>
  async (ticket) => {
    const checked = await checkLiveKit(http, ticket);
    if (checked.ok) return null;
    const url = checked.error.reason === 'ticketRefused' ? null : URL.parse(ticket.url);
    const finding = url === null ? null : await fault(url);
    return finding === null ? refused(checked.error) : { kind: 'failed', finding };
  };

/** A Parley server gives tickets for a room of the check's own, to anybody. */
export async function parleyTickets(check: VoiceCheck, fetch: Fetch, address: string): Promise<DoctorTickets> {
  const answer = await createParleyRequest(address, fetch)(probeSchema, 'POST', '/api/probe');
  if (!answer.ok) return refused(answer.error);
  const [first] = answer.value.pairs;
  const wrong = first === undefined ? null : await check(first[0]);
  return wrong ?? { kind: 'tickets', ends: answer.value.pairs };
}

/**
 * Other backends know one participant an account. Where a room's name is free each attempt has a room of its own, because
 * LiveKit remembers of a room and identity which way failed. Elsewhere it is only asked whether LiveKit would let the
 * ticket of a channel in: whoever entered would be seen there, and a call of this account would end.
 */
export async function foreignTickets(check: VoiceCheck, connection: CheckedConnection | null): Promise<DoctorTickets> {
  if (connection === null) return skipped('Nobody is signed in there.', 'notSignedIn');
  const own = connection.ownRoom === null ? null : await ownTickets(connection, connection.ownRoom);
  if (own !== null && !own.ok) return refused(own.error);
  const tickets = own?.value ?? null;
  const [first] = tickets ?? [];
  if (tickets !== null && first !== undefined) {
    return (await check(first)) ?? { kind: 'tickets', ends: tickets.map((ticket) => [ticket] as const) };
  }
  const channel = connection.channels.get().channels.find(({ kind }) => kind === 'voice');
  if (channel === undefined) return skipped('There is no channel to ask for.', 'noOwnRoom');
  const ticket = await connection.join(channel.id, 'check');
  if (!ticket.ok) return refused(ticket.error);
  const wrong = await check(ticket.value);
  if (wrong !== null) return wrong;
  const detail = `${URL.parse(ticket.value.url)?.host ?? ''} would let a call in; it was not entered.`;
  return { kind: 'closed', finding: { verdict: 'ok', detail }, cause: 'noOwnRoom' };
}

/** One for each attempt, in different rooms; null where the backend, unlike others of its kind, knows its own channels only. */
async function ownTickets(
  { join }: CheckedConnection,
  ownRoom: (name: string) => string,
): Promise<Result<readonly JoinTicket[] | null>> {
  const base = `parley-check-${randomUUID()}`;
  const tickets: JoinTicket[] = [];
  for (let index = 0; index <= pathSteps.length; index += 1) {
    const answer = await join(ownRoom(`${base}-${index}`), 'check');
    if (answer.ok) tickets.push(answer.value);
    else if (index === 0 && ['notFound', 'forbidden', 'invalid'].includes(answer.error.code)) return ok(null);
    else return answer;
  }
  // One that leads everybody who asks for what it does not know to the same place.
  return ok(new Set(tickets.map(({ room }) => room)).size < tickets.length ? null : tickets);
}

const skipped = (detail: string, cause: NetworkCause): DoctorTickets => ({
  kind: 'failed',
  finding: { verdict: 'skipped', detail, facts: { cause } },
});

const refused = ({ code, reason, message }: ParleyError): DoctorTickets => ({
  kind: 'failed',
  finding: {
    verdict: 'failed',
    detail: message,
    facts: { cause: code === 'unauthorised' && reason !== 'ticketRefused' ? 'notSignedIn' : causeOf(reason) },
  },
});

function causeOf(reason: ParleyError['reason']): NetworkCause {
  switch (reason) {
    case 'rateLimited':
      return 'tooManyChecks';
    case 'voiceServerDown':
    case 'notThisServer':
      return 'voiceServerDown';
    case 'ticketRefused':
      return 'ticketRefused';
    case 'serverUnreachable':
      return 'noAnswer';
    default:
      // A server that is older than this.
      return 'noTicket';
  }
}
