import { z } from 'zod';
import { foreignTicket } from '../dialects/foreignTicket.ts';
import { webchatWording } from '../dialects/wording.ts';
import { route } from './route.ts';

/** seeds/webchat.txt §2 "LiveKit Token Generation": `exp: now + 3600`, s. */
const life = 3600;

export const routes = [
  route({
    method: 'POST',
    // seeds/webchat.txt §2 "Update Main Router": without a prefix.
    url: '/channels/:id/voice/join',
    access: { permission: 'JOIN', in: 'channel' },
    answer: z.object({ url: z.string(), token: z.string(), room: z.string() }),
    tickets: true,
    wording: webchatWording,
    async handle(context) {
      const { url, token, room } = await foreignTicket(context, { channel: context.channel, life });
      return { url, token, room };
    },
  }),
];
