import { z } from 'zod';

const endpointSchema = z.strictObject({
  host: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535),
});

/** Where LiveKit takes media without a relay, and by which connection it knows us (RFC 8445, 7.2.2). */
export const iceProbeSchema = z.strictObject({
  /** Its user name fragment, a colon, ours. */
  username: z.string().min(3).max(513),
  /** Its password: good for checks of this one connection only. */
  password: z.string().min(1).max(256),
  udp: z.array(endpointSchema).max(8),
  tcp: z.array(endpointSchema).max(8),
});
export type IceProbe = z.infer<typeof iceProbeSchema>;

/** By what it answered. */
export interface IceAnswer {
  readonly udp: boolean;
  readonly tcp: boolean;
}
