import { z } from 'zod';

/** STUN and TURN servers as a ticket has them, in the form of WebRTC's `RTCIceServer`. */
export const iceServerSchema = z.object({
  /** RFC 7064, RFC 7065; never empty. */
  urls: z.array(z.string().max(2048)).min(1).max(16),
  username: z.string().max(512).optional(),
  credential: z.string().max(512).optional(),
});
export type IceServer = z.infer<typeof iceServerSchema>;

const most = 16;
const stun = /^stuns?:[^\s?@/]+$/i;
const turn = /^turns?:[^\s?@/]+(?:\?transport=(?:udp|tcp))?$/i;
const givenSchema = z.object({
  urls: z.union([z.string().transform((url) => [url]), z.array(z.string().max(2048)).max(64)]),
  username: z.string().max(512).optional(),
  credential: z.string().max(512).optional(),
});

/**
 * The servers that a backend hands out with a token. What a browser would throw at is left out (an address of another kind,
 * TURN without credentials; W3C WebRTC §4.4.1.6): a call without a relay is better than none. Undefined where nothing is
 * left, so that LiveKit's own list stays.
 */
export function readIceServers(given: unknown): IceServer[] | undefined {
  if (!Array.isArray(given)) return undefined;
  const servers = given.slice(0, most).flatMap((one): IceServer[] => {
    const parsed = givenSchema.safeParse(one);
    if (!parsed.success) return [];
    const { urls, ...credentials } = parsed.data;
    const knows = credentials.username !== undefined && credentials.credential !== undefined;
    const usable = urls.filter((url) => stun.test(url) || (knows && turn.test(url))).slice(0, most);
    return usable.length === 0 ? [] : [{ urls: usable, ...(knows ? credentials : {}) }];
  });
  return servers.length === 0 ? undefined : servers;
}
