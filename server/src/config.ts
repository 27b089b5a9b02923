import { z } from 'zod';

// Not by `coerce` alone, for which a variable that is set to nothing is port 0: any that is free.
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a number')
  .transform(Number)
  .pipe(z.int().min(0).max(65_535));
const seconds = z.coerce.number().positive().max(3600);
const webSocketUrl = z.string().regex(/^wss?:\/\/\S+$/, 'must begin with ws:// or wss://');
const httpUrl = z.string().regex(/^https?:\/\/\S+$/, 'must begin with http:// or https://');

/** Far above any person, below what hurts. */
export const defaultRequestLimit = 1_200;
/** A person changes channels some times a minute; a program that asks more often is out of order. */
export const defaultTicketLimit = 60;
/** A check takes half a minute; behind a proxy everybody has one address. */
export const defaultProbeLimit = 20;

/** No ticket lives longer, s: the six hours of Artist Space, which are the longest of any seed. */
export const longestTicket = 6 * 3600;

/** How the dialects of other systems are served (`src/dialects`). */
export interface DialectConfig {
  /** Where INSPIRE-LAB's clients ask for a token. */
  readonly tokenPath: string;
  /** Where LiveKit is, also while there are no credentials for it: Kraken's clients are told. */
  readonly url?: string | undefined;
  /** Of Kraken's tickets, where the request says nothing, s. */
  readonly ticketLife: number;
  /** Whether Artist Space's clients are told that calls may be encrypted: they do it among themselves. */
  readonly encryption: boolean;
}
export const defaultDialects: DialectConfig = { tokenPath: '/api/token', ticketLife: 3600, encryption: true };
const tokenPathSchema = z
  .string()
  .max(256)
  .regex(/^(?:\/[A-Za-z0-9._~-]+)+$/, 'must be a path, without a variable part and without a slash at its end');

const listOf = (text: string): string[] => text.split(',').map((one) => one.trim());
/** RFC 7065 */
const turnUrl = z.string().regex(/^turns?:[^\s?@/]+(?:\?transport=(?:udp|tcp))?$/, 'must be turn: or turns: addresses');

/**
 * An address that secrets may go to: https, or http on this machine, for development. Without credentials, query and
 * fragment.
 */
const safeUrl = z
  .string()
  .max(1024)
  .regex(
    /^(?:https:\/\/[^\s/?#@\\]+|http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?)(?:\/[^\s?#\\]*)?$/,
    'must begin with https:// (http:// on this machine only) and have no query',
  );
const emailDomain = z
  .string()
  .toLowerCase()
  .regex(/^[^\s@.]+(?:\.[^\s@.]+)+$/, 'must be domains such as example.org');

const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be addresses, or networks such as 10.0.0.0/24',
});

const rolePair = z
  .string()
  .regex(/^[^=]+=[^=]+$/, 'must be pairs such as voice-team=moderator')
  .transform((pair) => {
    const [value = '', role = ''] = pair.split('=').map((part) => part.trim());
    return { value, role };
  });

const environmentSchema = z
  .object({
    DATABASE_URL: z
      .string()
      .regex(/^postgres(?:ql)?:\/\/\S+$/, 'must begin with postgresql://')
      .optional(),
    PARLEY_SIGNING_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    PARLEY_DATA: z.string().min(1).default('./parley-data'),
    PARLEY_HOST: z.string().min(1).default('127.0.0.1'),
    PARLEY_PORT: port.default(7900),
    PARLEY_PROXIES: z.string().transform(listOf).pipe(z.array(network).min(1).max(100)).optional(),
    PARLEY_NAME: z.string().min(1).max(256).default('Parley'),
    PARLEY_PUBLIC_URL: safeUrl.transform((url) => url.replace(/\/+$/, '')).optional(),
    OIDC_ISSUER: safeUrl.optional(),
    OIDC_CLIENT_ID: z.string().min(1).max(256).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).max(1024).optional(),
    OIDC_SCOPES: z
      .string()
      .max(512)
      .regex(/^(?:\S+ )*openid(?: \S+)*$/, 'must be words with openid among them')
      .default('openid profile email'),
    OIDC_LABEL: z.string().trim().min(1).max(64).optional(),
    OIDC_PROMPT: z.enum(['login', 'consent', 'select_account']).optional(),
    OIDC_EMAIL_DOMAINS: z.string().transform(listOf).pipe(z.array(emailDomain).max(100)).optional(),
    OIDC_ROLE_CLAIM: z
      .string()
      .regex(/^[^\s.]+(?:\.[^\s.]+)*$/, 'must be the name of a claim, or a path such as realm_access.roles')
      .max(256)
      .optional(),
    OIDC_ROLES: z.string().transform(listOf).pipe(z.array(rolePair).min(1).max(100)).optional(),
    OIDC_CREATE_ACCOUNTS: z.enum(['true', 'false']).default('false'),
    PARLEY_SEED_FILE: z.string().min(1).optional(),
    PARLEY_RECONCILE_SECONDS: seconds.default(5),
    PARLEY_REQUEST_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(defaultRequestLimit),
    PARLEY_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').max(1024).optional(),
    PARLEY_SIGN_IN_LIMIT: z.coerce.number().int().min(1).max(10_000).default(10),
    PARLEY_TICKET_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(defaultTicketLimit),
    PARLEY_PROBE_LIMIT: z.coerce.number().int().min(1).max(10_000).default(defaultProbeLimit),
    PARLEY_TOKEN_PATH: tokenPathSchema.default(defaultDialects.tokenPath),
    LIVEKIT_URL: webSocketUrl.optional(),
    LIVEKIT_WS_URL: webSocketUrl.optional(),
    LIVEKIT_API_URL: httpUrl.optional(),
    LIVEKIT_API_KEY: z.string().min(1).optional(),
    LIVEKIT_API_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    LIVEKIT_MEET_URL: webSocketUrl.optional(),
    LIVEKIT_MEET_API_URL: httpUrl.optional(),
    LIVEKIT_CHAT_URL: webSocketUrl.optional(),
    LIVEKIT_CHAT_API_URL: httpUrl.optional(),
    TURN_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
    TURN_URLS: z.string().transform(listOf).pipe(z.array(turnUrl).min(1).max(10)).optional(),
    TURN_TTL: z.coerce.number().int().min(60).max(604_800).default(86_400),
    LIVEKIT_TOKEN_TTL: z.coerce.number().int().min(1).max(longestTicket).default(defaultDialects.ticketLife),
    EXPO_PUBLIC_LIVEKIT_E2EE_ENABLED: z.enum(['true', 'false']).default('true'),
  })
  .refine(
    ({ DATABASE_URL, PARLEY_SIGNING_SECRET }) => DATABASE_URL === undefined || PARLEY_SIGNING_SECRET !== undefined,
    {
      path: ['PARLEY_SIGNING_SECRET'],
      message: 'is needed with DATABASE_URL: 32 random characters or more, the same for every process of the server',
    },
  )
  .refine(({ OIDC_ISSUER, OIDC_CLIENT_ID }) => OIDC_ISSUER === undefined || OIDC_CLIENT_ID !== undefined, {
    path: ['OIDC_CLIENT_ID'],
    message: 'is needed with OIDC_ISSUER',
  })
  .refine(({ OIDC_ROLES, OIDC_ROLE_CLAIM }) => (OIDC_ROLES === undefined) === (OIDC_ROLE_CLAIM === undefined), {
    path: ['OIDC_ROLES'],
    message: 'and OIDC_ROLE_CLAIM need each other',
  })
  .refine(({ OIDC_ISSUER, PARLEY_PUBLIC_URL }) => OIDC_ISSUER === undefined || PARLEY_PUBLIC_URL !== undefined, {
    path: ['PARLEY_PUBLIC_URL'],
    message: 'is needed with OIDC_ISSUER: where browsers reach this server, as https://voice.example.org',
  });

/** The settings of a running server; `README.md` has the table of the environment variables. */
export interface Config {
  /** Folder of the database and of the signing key. `:memory:` keeps nothing, for tests. */
  readonly data: string;
  /** Of PostgreSQL; without one there is PGlite in the folder. */
  readonly databaseUrl?: string | undefined;
  /** What all processes on one PostgreSQL derive the signing key from; without one it is in the folder. */
  readonly signingSecret?: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Addresses and networks of reverse proxies: only they are believed whose request they pass on. */
  readonly proxies?: readonly string[] | undefined;
  readonly name: string;
  readonly seedFile: string | null;
  /** Between two comparisons with LiveKit's own lists, ms. */
  readonly reconcileInterval: number;
  /** Failed sign-ins a minute from one address for one login. */
  readonly signInLimit: number;
  /** Requests a minute from one address; `defaultRequestLimit` unless said. */
  readonly requestLimit?: number;
  /** Who shows it may read `/metrics`; without it there are none. */
  readonly metricsToken?: string | undefined;
  /** Tickets a minute for one account, by whatever route; `defaultTicketLimit` unless said. */
  readonly ticketLimit?: number;
  /** Checks of the network a minute from one address; `defaultProbeLimit` unless said. */
  readonly probeLimit?: number;
  /** `defaultDialects` unless said. */
  readonly dialects?: DialectConfig;
  /** Signing in through the system browser; without it there are logins and passwords only. */
  readonly oidc?: OidcConfig | undefined;
  /** Credentials for TURN, where a dialect hands them out: all three, or none. */
  readonly turn?: TurnConfig | undefined;
  /** Null while the environment does not say it all: then nobody can be called, and everything else works. */
  readonly livekit: LiveKitConfig | null;
}

/** This server as a relying party of an OpenID Connect provider. */
export interface OidcConfig {
  /** As the provider's own configuration names it, to the last slash. */
  readonly issuer: string;
  readonly clientId: string;
  /** None for a public client: PKCE is used in any case. */
  readonly clientSecret?: string | undefined;
  /** Separated by spaces, `openid` among them. */
  readonly scopes: string;
  /** What people know the provider by. */
  readonly label: string;
  /** What the provider shall ask for in any case, although the person is signed in there. */
  readonly prompt?: 'login' | 'consent' | 'select_account' | undefined;
  /** Whose verified e-mail address is in none of these is refused; empty: everybody whom the provider lets in. */
  readonly emailDomains: readonly string[];
  /** Which roles follow from which values of a claim, at each sign-in; none: roles are given here alone. */
  readonly roles?: RoleMapping | undefined;
  /** Whether somebody without an account gets one. */
  readonly createAccounts: boolean;
  /** Where the provider sends browsers back to. */
  readonly redirectUri: string;
}

export interface RoleMapping {
  /** Names of properties, separated by dots. */
  readonly claim: string;
  /** The role by its id, or by its name. */
  readonly roles: readonly { readonly value: string; readonly role: string }[];
}

export interface TurnConfig {
  /** `static-auth-secret` of coturn. */
  readonly secret: string;
  readonly urls: readonly string[];
  /** Life of a credential, s. */
  readonly ttl: number;
}

/** One LiveKit server. */
export interface LiveKitAddress {
  /** Handed to clients. */
  readonly url: string;
  /** For calls of the server itself. */
  readonly apiUrl: string;
}
export interface LiveKitConfig extends LiveKitAddress {
  readonly apiKey: string;
  readonly apiSecret: string;
  /** Artist Space's other two, with the same key; where one is left out, the LiveKit above serves it. */
  readonly meet?: LiveKitAddress | undefined;
  readonly chat?: LiveKitAddress | undefined;
}

/** Reads the environment. Throws an `Error` whose message names each variable that is missing or wrong, never its value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration is not complete:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    data: env.PARLEY_DATA,
    databaseUrl: env.DATABASE_URL,
    signingSecret: env.PARLEY_SIGNING_SECRET,
    host: env.PARLEY_HOST,
    port: env.PARLEY_PORT,
    proxies: env.PARLEY_PROXIES,
    name: env.PARLEY_NAME,
    seedFile: env.PARLEY_SEED_FILE ?? null,
    reconcileInterval: env.PARLEY_RECONCILE_SECONDS * 1000,
    signInLimit: env.PARLEY_SIGN_IN_LIMIT,
    requestLimit: env.PARLEY_REQUEST_LIMIT,
    metricsToken: env.PARLEY_METRICS_TOKEN,
    ticketLimit: env.PARLEY_TICKET_LIMIT,
    probeLimit: env.PARLEY_PROBE_LIMIT,
    dialects: {
      tokenPath: env.PARLEY_TOKEN_PATH,
      url: env.LIVEKIT_WS_URL ?? env.LIVEKIT_URL,
      ticketLife: env.LIVEKIT_TOKEN_TTL,
      encryption: env.EXPO_PUBLIC_LIVEKIT_E2EE_ENABLED === 'true',
    },
    oidc: oidcOf(env),
    turn:
      env.TURN_SECRET === undefined || env.TURN_URLS === undefined
        ? undefined
        : { secret: env.TURN_SECRET, urls: env.TURN_URLS, ttl: env.TURN_TTL },
    livekit: liveKitOf(env),
  };
}

function oidcOf(env: z.infer<typeof environmentSchema>): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, PARLEY_PUBLIC_URL: publicUrl } = env;
  if (issuer === undefined || clientId === undefined || publicUrl === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: env.OIDC_CLIENT_SECRET,
    scopes: env.OIDC_SCOPES,
    label: env.OIDC_LABEL ?? new URL(issuer).host.slice(0, 64),
    prompt: env.OIDC_PROMPT,
    emailDomains: env.OIDC_EMAIL_DOMAINS ?? [],
    createAccounts: env.OIDC_CREATE_ACCOUNTS === 'true',
    roles: env.OIDC_ROLE_CLAIM === undefined ? undefined : { claim: env.OIDC_ROLE_CLAIM, roles: env.OIDC_ROLES ?? [] },
    redirectUri: `${publicUrl}/api/oidc/callback`,
  };
}

/** Null unless address, key and secret are there. `LIVEKIT_WS_URL` is for clients where both are set, as in Artist Space. */
function liveKitOf(env: z.infer<typeof environmentSchema>): LiveKitConfig | null {
  const url = env.LIVEKIT_WS_URL ?? env.LIVEKIT_URL;
  const { LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret } = env;
  if (url === undefined || apiKey === undefined || apiSecret === undefined) return null;
  const address = (at: string | undefined, apiUrl: string | undefined): LiveKitAddress | undefined =>
    at === undefined ? undefined : { url: at, apiUrl: apiUrl ?? at.replace(/^ws/, 'http') };
  return {
    url,
    apiUrl: env.LIVEKIT_API_URL ?? (env.LIVEKIT_URL ?? url).replace(/^ws/, 'http'),
    apiKey,
    apiSecret,
    meet: address(env.LIVEKIT_MEET_URL, env.LIVEKIT_MEET_API_URL),
    chat: address(env.LIVEKIT_CHAT_URL, env.LIVEKIT_CHAT_API_URL),
  };
}
