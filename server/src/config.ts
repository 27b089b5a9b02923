import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().positive().max(3600);

/** Far above any person, below what hurts. */
export const defaultRequestLimit = 1_200;

const environmentSchema = z.object({
  PARLEY_DATA: z.string().min(1).default('./parley-data'),
  PARLEY_HOST: z.string().min(1).default('127.0.0.1'),
  PARLEY_PORT: port.default(7900),
  PARLEY_NAME: z.string().min(1).max(256).default('Parley'),
  PARLEY_SEED_FILE: z.string().min(1).optional(),
  PARLEY_RECONCILE_SECONDS: seconds.default(5),
  PARLEY_REQUEST_LIMIT: z.coerce.number().int().min(1).max(10_000_000).default(defaultRequestLimit),
  PARLEY_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').max(1024).optional(),
  PARLEY_SIGN_IN_LIMIT: z.coerce.number().int().min(1).max(10_000).default(10),
  LIVEKIT_URL: z.string().regex(/^wss?:\/\/\S+$/, 'must begin with ws:// or wss://'),
  LIVEKIT_API_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'must begin with http:// or https://')
    .optional(),
  LIVEKIT_API_KEY: z.string().min(1),
  LIVEKIT_API_SECRET: z.string().min(32, 'must have at least 32 characters'),
});

/** The settings of a running server; `README.md` has the table of the environment variables. */
export interface Config {
  /** Folder of the database and of the signing key. `:memory:` keeps nothing, for tests. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
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
  readonly livekit: {
    /** Handed to clients. */
    readonly url: string;
    /** For calls of the server itself. */
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly apiSecret: string;
  };
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
    host: env.PARLEY_HOST,
    port: env.PARLEY_PORT,
    name: env.PARLEY_NAME,
    seedFile: env.PARLEY_SEED_FILE ?? null,
    reconcileInterval: env.PARLEY_RECONCILE_SECONDS * 1000,
    signInLimit: env.PARLEY_SIGN_IN_LIMIT,
    requestLimit: env.PARLEY_REQUEST_LIMIT,
    metricsToken: env.PARLEY_METRICS_TOKEN,
    livekit: {
      url: env.LIVEKIT_URL,
      apiUrl: env.LIVEKIT_API_URL ?? env.LIVEKIT_URL.replace(/^ws/, 'http'),
      apiKey: env.LIVEKIT_API_KEY,
      apiSecret: env.LIVEKIT_API_SECRET,
    },
  };
}
