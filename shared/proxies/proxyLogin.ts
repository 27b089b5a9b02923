import { z } from 'zod';

/** A proxy as it names itself when it wants a login (RFC 9110 §11.7): where it is, and its realm. */
export const proxyNameSchema = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  realm: z.string().max(256),
});
export type ProxyName = z.infer<typeof proxyNameSchema>;

/** What a person gives to a proxy. The name has no colon: it ends there on its way (RFC 7617 §2). */
export const proxyLoginSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:\p{Cc}]*$/u),
  password: z
    .string()
    .max(1024)
    .regex(/^\P{Cc}*$/u),
});
export type ProxyLogin = z.infer<typeof proxyLoginSchema>;

/** A proxy that waits for a login. */
export interface ProxyQuestion extends ProxyName {
  readonly id: number;
  /** It refused what it was given before. */
  readonly refused: boolean;
}

/** A proxy whose login is kept: in the vault, or for this run where there is none. */
export interface KnownProxy extends ProxyName {
  readonly kept: 'vault' | 'memory';
}

export interface ProxiesView {
  readonly question: ProxyQuestion | null;
  readonly known: readonly KnownProxy[];
}

export const noProxies: ProxiesView = { question: null, known: [] };

/** Two of them are the same, or not. */
export const proxyKey = ({ host, port, realm }: ProxyName): string => `${host.toLowerCase()}:${port} ${realm}`;
