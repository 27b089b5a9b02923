import { z } from 'zod';
import { transportModeSchema } from '../transportMode.ts';
import { bearerSourceSchema } from './bearerSource.ts';

/** A server profile = dialect + address + account (DESIGN.md §4). Nothing secret is in it: credentials are in the vault. */

const common = {
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  /** Base address, http: or https:, without a trailing slash (`normaliseAddress`). */
  address: z.string().max(2048),
  login: z.string().max(256),
  /** The server's name, as it told it last or the person chose it. */
  name: z.string().max(256),
  /** By which ways calls may travel; `automatic` where it is left out. */
  transport: transportModeSchema.optional(),
};

/** Put behind the address: empty, or segments that each begin with a slash and lead nowhere up. */
const pathSchema = z
  .string()
  .max(512)
  .regex(/^(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*$/)
  .refine((path) => !path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)), {
    error: 'must not contain . or ..',
  });

/** ws: or wss:, host, perhaps port and path; nothing that could hold a secret. */
const liveKitAddressSchema = z
  .string()
  .max(2048)
  .regex(/^wss?:\/\/[^\s/?#@\\]+(?:\/[^\s?#\\]*)?$/i);

/** A channel that the backend cannot list: what it calls the room, and what the person calls it (empty: the same). */
const savedChannelSchema = z.strictObject({ room: z.string().min(1).max(200), name: z.string().max(256) });

const foreign = {
  ...common,
  bearer: bearerSourceSchema,
  /** The name to join with, where the dialect lets one choose it; empty leaves it to the backend. */
  displayName: z.string().max(256),
  channels: z.array(savedChannelSchema).max(256),
};

const parleyProfileSchema = z.strictObject({ dialect: z.literal('parley'), ...common });

const webchatProfileSchema = z.strictObject({ dialect: z.literal('webchat'), ...foreign, basePath: pathSchema });

const krakenProfileSchema = z.strictObject({ dialect: z.literal('kraken'), ...foreign, basePath: pathSchema });

const tokenProfileSchema = z.strictObject({
  dialect: z.literal('token'),
  ...foreign,
  tokenPath: pathSchema,
  /** The dialect's answer is a token and no more. */
  livekitUrl: liveKitAddressSchema,
});

export const instanceSchema = z.enum(['main', 'meet', 'chat']);
export type Instance = z.infer<typeof instanceSchema>;

const artistSpaceProfileSchema = z.strictObject({
  dialect: z.literal('artist-space'),
  ...foreign,
  basePath: pathSchema,
  channels: z.array(z.strictObject({ ...savedChannelSchema.shape, instance: instanceSchema })).max(256),
  /** `e2eeEnabled` of the requests. */
  encrypted: z.boolean(),
});

/** The address is LiveKit's own; the credential is a LiveKit token. */
const directProfileSchema = z.strictObject({ dialect: z.literal('direct'), ...common, address: liveKitAddressSchema });

export const dialectProfileSchema = z.discriminatedUnion('dialect', [
  parleyProfileSchema,
  webchatProfileSchema,
  krakenProfileSchema,
  tokenProfileSchema,
  artistSpaceProfileSchema,
  directProfileSchema,
]);
export type DialectProfile = z.infer<typeof dialectProfileSchema>;
export type Dialect = DialectProfile['dialect'];
type Profiles = { readonly [P in DialectProfile as P['dialect']]: P };
export type ProfileOf<D extends Dialect> = Profiles[D];
/** The dialects that hand out tickets over HTTP against a bearer. */
export type ForeignDialect = Exclude<Dialect, 'parley' | 'direct'>;

/** The id of a profile that is not saved yet. */
export const newProfileId = 'new';

/**
 * What a credential belongs to: whoever changes it has to sign in again, so that no token is ever sent to another
 * address, account or path than the one that it was given for. The rest can be edited while signed in.
 */
export function accessOf(profile: DialectProfile): Readonly<Record<string, unknown>> {
  const { name: _name, transport: _transport, ...access } = profile;
  const {
    displayName: _displayName,
    channels: _channels,
    encrypted: _encrypted,
    ...rest
  } = {
    displayName: '',
    channels: [],
    encrypted: false,
    ...access,
  };
  return rest;
}

/** What a new profile of these dialects starts with: the seeds' own paths. */
export const dialectDefaults = {
  /** seeds/webchat.txt §2 "Update Main Router" */
  webchat: { basePath: '' },
  /** seeds/kraken.txt "Client-Side Usage Example": `/api/livekit/token` */
  kraken: { basePath: '/api' },
  /** seeds/ice-over-tcp.txt Step 2 "Token Generation Endpoint" */
  token: { tokenPath: '/api/livekit/token' },
  /** seeds/artist-space.txt "Backend API" */
  'artist-space': { basePath: '/api', encrypted: false },
} as const;
