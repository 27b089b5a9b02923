import { z } from 'zod';
import { anyServer, policyServerSchema, type ServerPolicy } from './serverPolicy.ts';

/** What the administrator of a computer lays down for Parley on it: a file that a person cannot change. */
export const policySchema = z
  .strictObject({
    /** `forbidden`: no packet of a call goes by UDP, whatever a server's settings say. */
    udp: z.enum(['allowed', 'forbidden']).default('allowed'),
    /** PEM file of further certificate authorities, as an absolute path; counts in the place of what a person chose. */
    authorityFile: z
      .string()
      .max(4096)
      .regex(/^(?:\/|[A-Za-z]:[\\/]|\\\\)/, 'has to be an absolute path')
      .optional(),
    /** In everybody's list; what is said of them cannot be changed. */
    servers: z.array(policyServerSchema).max(32).default([]),
    /** `forbidden`: nobody signs in to any but `servers`. */
    otherServers: z.enum(['allowed', 'forbidden']).default('allowed'),
  })
  .refine(({ servers, otherServers }) => otherServers === 'allowed' || servers.length > 0, {
    path: ['otherServers'],
    error: 'forbids every server: `servers` names none',
  });

/** What holds, and where it is from. */
export interface Policy {
  /** Path of the file. */
  readonly file: string;
  readonly udpForbidden: boolean;
  readonly authorityFile: string | null;
  readonly servers: ServerPolicy;
  /** Why the file cannot be used, in English; null when it can. */
  readonly problem: string | null;
}

/**
 * Reads the file's text. One that is there and cannot be used forbids UDP: it may be the very file that does, and the packet that a
 * network must not see cannot be taken back, while a call by TCP is only a little later. It names no authority: trusting
 * less is the safe side of that. It lays down no servers: a program that signs in nowhere would be of no use, and nobody is sent
 * anywhere else by that.
 */
export function readPolicy(file: string, text: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unusablePolicy(file, 'it is no JSON');
  }
  const read = policySchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? '';
    return unusablePolicy(file, `${where === '' ? '' : `${where}: `}${issue?.message ?? 'it is of another form'}`);
  }
  const { udp, authorityFile = null, servers, otherServers } = read.data;
  return {
    file,
    udpForbidden: udp === 'forbidden',
    authorityFile,
    servers: { fixed: servers, othersForbidden: otherServers === 'forbidden' },
    problem: null,
  };
}

export const unusablePolicy = (file: string, problem: string): Policy => ({
  file,
  udpForbidden: true,
  authorityFile: null,
  servers: anyServer,
  problem,
});
