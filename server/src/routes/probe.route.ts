import { randomUUID } from 'node:crypto';
import type { JoinTicket } from '@parley/shared/backends/channel';
import { probeSchema, type Probe } from '@parley/shared/backends/parley/api';
import { probeRoom } from '../occupants/occupancy.ts';
import type { Grants } from '../voice/grants.ts';
import { failure } from './failure.ts';
import { route } from './route.ts';

/** Of the room and its tickets, s: a check of every way that is blocked takes less. */
const life = 120;
/** Ways that a voice can take, and one to ask with. */
const pairs = 6;

/** Data only, so that the two ends can count what arrives; nobody else is in the room. */
const grants: Grants = { canSubscribe: true, canPublish: false, canPublishSources: [], canPublishData: true };

export const routes = [
  route({
    method: 'POST',
    url: '/api/probe',
    access: 'public',
    answer: probeSchema,
    status: 201,
    async handle({ services, request, reply }): Promise<Probe> {
      const wait = services.probeLimit.take(request.ip);
      if (wait > 0) {
        const seconds = Math.ceil(wait / 1000);
        reply.header('retry-after', seconds);
        throw failure('rateLimited', `Too many checks from this address. Try again in ${seconds} s.`);
      }
      if (!(await services.voice.answersTickets('main')))
        throw failure('unavailable', 'The voice server does not answer.');
      const room = probeRoom(services.now() + life * 1000, randomUUID());
      // One pair may still be leaving while the next comes.
      const alone = { maxParticipants: 4, emptyTimeout: 10 };
      const ticket = (identity: string) => services.voice.ticket(room, identity, '', grants, { life, alone });
      return {
        pairs: await Promise.all(
          Array.from(
            { length: pairs },
            async (_, index) =>
              [await ticket(`near-${index}`), await ticket(`far-${index}`)] as [JoinTicket, JoinTicket],
          ),
        ),
      };
    },
  }),
];
