import { normaliseAddress } from '@parley/shared/backends/address';
import type { BearerSource } from '@parley/shared/backends/dialects/bearerSource';
import {
  accessOf,
  dialectDefaults,
  dialectProfileSchema,
  type Dialect,
  type DialectProfile,
  type ForeignDialect,
  type Instance,
} from '@parley/shared/backends/dialects/profile';
import type { TransportMode } from '@parley/shared/backends/transportMode';
import { proofKind, type ProofKind } from '@parley/shared/backends/dialects/proof';

/**
 * A profile while it is being typed: every field of every dialect, so that nothing is lost when another kind is looked
 * at. Nothing secret is in it.
 */
export interface Draft {
  readonly dialect: Dialect;
  readonly address: string;
  readonly login: string;
  readonly name: string;
  readonly displayName: string;
  /** Base path, or of `token` the path of the token endpoint. */
  readonly paths: Readonly<Record<ForeignDialect, string>>;
  readonly livekitUrl: string;
  readonly encrypted: boolean;
  readonly transport: TransportMode;
  readonly channels: readonly ChannelRow[];
  readonly bearer: BearerDraft;
}

/** A line of a list; `key` tells it from the others wherever it is moved. */
export interface Row {
  readonly key: number;
}

export interface ChannelRow extends Row {
  readonly room: string;
  readonly name: string;
  readonly instance: Instance;
}

type RequestSource = Extract<BearerSource, { kind: 'request' }>;
type RefreshRequest = NonNullable<RequestSource['refresh']>;
type Expiry = NonNullable<RequestSource['answer']['expiry']>;

export interface FieldRow<From extends string> extends Row {
  readonly name: string;
  readonly from: From;
  /** Of `from: 'text'`. */
  readonly text: string;
}
export type SignInField = FieldRow<RequestSource['fields'][number]['from']>;
export type RefreshField = FieldRow<RefreshRequest['fields'][number]['from']>;

/** All three ways to a bearer token, one of them chosen. */
export interface BearerDraft {
  readonly kind: BearerSource['kind'];
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly scope: string;
  readonly url: string;
  readonly fields: readonly SignInField[];
  readonly token: string;
  /** Empty: the answer tells no expiry. */
  readonly expiryPath: string;
  readonly expiryUnit: Expiry['unit'];
  readonly refreshes: boolean;
  readonly refreshToken: string;
  readonly refreshUrl: string;
  readonly refreshFields: readonly RefreshField[];
}

export const expiryUnits = ['seconds', 'epochSeconds', 'epochMilliseconds', 'iso8601'] as const;

const field = <From extends string>(key: number, name: string, from: From): FieldRow<From> => ({
  key,
  name,
  from,
  text: '',
});

export const emptyDraft: Draft = {
  dialect: 'parley',
  address: '',
  login: '',
  name: '',
  displayName: '',
  paths: {
    webchat: dialectDefaults.webchat.basePath,
    kraken: dialectDefaults.kraken.basePath,
    token: dialectDefaults.token.tokenPath,
    'artist-space': dialectDefaults['artist-space'].basePath,
  },
  livekitUrl: '',
  encrypted: dialectDefaults['artist-space'].encrypted,
  transport: 'automatic',
  channels: [],
  bearer: {
    kind: 'pasted',
    authorizeUrl: '',
    tokenUrl: '',
    clientId: '',
    scope: '',
    url: '',
    fields: [field(0, 'login', 'login'), field(1, 'password', 'password')],
    token: '',
    expiryPath: '',
    expiryUnit: 'seconds',
    refreshes: false,
    refreshToken: '',
    refreshUrl: '',
    refreshFields: [field(0, 'refreshToken', 'refreshToken')],
  },
};

/** The sign-in of a Parley server that answers a foreign dialect (`POST /api/session`). */
export const parleySignIn: Omit<BearerDraft, 'authorizeUrl' | 'tokenUrl' | 'clientId' | 'scope'> = {
  kind: 'request',
  url: '/api/session',
  fields: [field(0, 'login', 'login'), field(1, 'password', 'password')],
  token: 'accessToken',
  expiryPath: 'expiresAt',
  expiryUnit: 'epochMilliseconds',
  refreshes: true,
  refreshToken: 'refreshToken',
  refreshUrl: '/api/session/refresh',
  refreshFields: [field(0, 'refreshToken', 'refreshToken')],
};

export const isForeign = (dialect: Dialect): dialect is ForeignDialect => dialect !== 'parley' && dialect !== 'direct';

export function draftOf(profile: DialectProfile | null): Draft {
  if (profile === null) return emptyDraft;
  const { dialect, address, login, name } = profile;
  const common = { ...emptyDraft, dialect, address, login, name, transport: profile.transport ?? 'automatic' };
  if (profile.dialect === 'parley' || profile.dialect === 'direct') return common;
  const path = profile.dialect === 'token' ? profile.tokenPath : profile.basePath;
  return {
    ...common,
    displayName: profile.displayName,
    paths: { ...emptyDraft.paths, [profile.dialect]: path },
    livekitUrl: profile.dialect === 'token' ? profile.livekitUrl : '',
    encrypted: profile.dialect === 'artist-space' && profile.encrypted,
    channels:
      profile.dialect === 'artist-space'
        ? profile.channels.map((channel, key) => ({ ...channel, key }))
        : profile.channels.map((channel, key) => ({ ...channel, key, instance: 'main' })),
    bearer: draftOfBearer(profile.bearer),
  };
}

function draftOfBearer(source: BearerSource): BearerDraft {
  const rows = <From extends string>(
    fields: readonly { readonly name: string; readonly from: From; readonly text?: string }[],
  ): readonly FieldRow<From>[] => fields.map(({ name, from, text = '' }, key) => ({ key, name, from, text }));
  switch (source.kind) {
    case 'pasted':
      return { ...emptyDraft.bearer, kind: 'pasted' };
    case 'browser':
      return { ...emptyDraft.bearer, ...source };
    case 'request': {
      const { url, answer, refresh } = source;
      const { refreshUrl, refreshFields } = emptyDraft.bearer;
      return {
        ...emptyDraft.bearer,
        kind: 'request',
        url,
        fields: rows(source.fields),
        token: answer.token,
        expiryPath: answer.expiry?.path ?? '',
        expiryUnit: answer.expiry?.unit ?? 'seconds',
        refreshes: refresh !== null,
        refreshToken: answer.refreshToken ?? '',
        refreshUrl: refresh?.url ?? refreshUrl,
        refreshFields: refresh === null ? refreshFields : rows(refresh.fields),
      };
    }
  }
}

/** As `normaliseAddress`, with the web socket's schemes: http: becomes ws:, https: and none at all become wss:. */
export function normaliseLiveKitAddress(typed: string): string | null {
  const text = typed.trim();
  return normaliseAddress(text.replace(/^ws(s?):/i, 'http$1:'))?.replace(/^http/, 'ws') ?? null;
}

/** With a slash in front and none behind. */
function normalisePath(typed: string): string {
  const path = typed.trim().replace(/\/+$/, '');
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

/** What is wrong with a field; its words are `serverForm.problem.<name>`. */
export type Problem =
  | 'missing'
  | 'tooLong'
  | 'tooMany'
  | 'badAddress'
  | 'badLiveKitAddress'
  | 'badPath'
  | 'badUrl'
  | 'badAnswerPath'
  | 'twice'
  | 'wrong';

/** By the field's place in the profile: `bearer.fields.0.name`. */
export type Problems = ReadonlyMap<string, Problem>;

export type CheckedDraft =
  | { readonly ok: true; readonly profile: DialectProfile }
  | { readonly ok: false; readonly problems: Problems };

/** The profile that a draft is, or what is wrong with which of its fields. */
export function checkDraft(draft: Draft, id: string): CheckedDraft {
  const candidate = candidateOf(draft, id);
  const problems = new Map<string, Problem>();
  const add = (place: string, problem: Problem): void => {
    if (!problems.has(place)) problems.set(place, problem);
  };
  // The schema takes any text for an address: whether it is one is decided by who uses it.
  if (draft.dialect !== 'direct' && normaliseAddress(draft.address) === null) {
    add('address', draft.address.trim() === '' ? 'missing' : 'badAddress');
  }
  const answer = dialectProfileSchema.safeParse(candidate);
  for (const { code, path } of answer.error?.issues ?? []) {
    const place = path.join('.');
    add(place, problemOf(code, place, valueAt(candidate, path)));
  }
  if (isForeign(draft.dialect)) {
    const spaces = draft.dialect === 'artist-space';
    const rooms = draft.channels.map(({ room, instance }) => (spaces ? `${instance}/${room.trim()}` : room.trim()));
    for (const index of repeated(rooms)) add(`channels.${index}.room`, 'twice');
    const { bearer } = draft;
    if (bearer.kind === 'request') {
      for (const index of repeated(bearer.fields.map(({ name }) => name))) add(`bearer.fields.${index}.name`, 'twice');
      if (bearer.refreshes) {
        // Without the next refresh token, the first renewal would be the last.
        if (bearer.refreshToken.trim() === '') add('bearer.answer.refreshToken', 'missing');
        for (const index of repeated(bearer.refreshFields.map(({ name }) => name))) {
          add(`bearer.refresh.fields.${index}.name`, 'twice');
        }
      }
    }
  }
  return answer.success && problems.size === 0 ? { ok: true, profile: answer.data } : { ok: false, problems };
}

/** The indices of what stood there before already; empty texts are another problem. */
const repeated = (texts: readonly string[]): readonly number[] =>
  texts.flatMap((text, index) => (text !== '' && texts.indexOf(text) < index ? [index] : []));

function candidateOf(draft: Draft, id: string): object {
  const { dialect } = draft;
  const common = {
    dialect,
    id,
    login: draft.login.trim(),
    name: draft.name.trim(),
    ...(draft.transport === 'automatic' ? {} : { transport: draft.transport }),
  };
  const webAddress = normaliseAddress(draft.address) ?? draft.address.trim();
  if (dialect === 'parley') return { ...common, address: webAddress };
  if (dialect === 'direct') {
    return { ...common, address: normaliseLiveKitAddress(draft.address) ?? draft.address.trim() };
  }
  const path = normalisePath(draft.paths[dialect]);
  const channels = draft.channels.map(({ room, name }) => ({ room: room.trim(), name: name.trim() }));
  const foreign = {
    ...common,
    address: webAddress,
    bearer: bearerOf(draft.bearer),
    displayName: draft.displayName.trim(),
    channels,
  };
  switch (dialect) {
    case 'webchat':
    case 'kraken':
      return { ...foreign, basePath: path };
    case 'token':
      return {
        ...foreign,
        tokenPath: path,
        livekitUrl: normaliseLiveKitAddress(draft.livekitUrl) ?? draft.livekitUrl.trim(),
      };
    case 'artist-space':
      return {
        ...foreign,
        basePath: path,
        encrypted: draft.encrypted,
        channels: channels.map((channel, index) => ({ ...channel, instance: draft.channels[index]?.instance })),
      };
  }
}

function bearerOf(bearer: BearerDraft): object {
  const { kind } = bearer;
  const fields = (rows: readonly FieldRow<string>[]): object[] =>
    rows.map(({ name, from, text }) => (from === 'text' ? { name, from, text } : { name, from }));
  switch (kind) {
    case 'pasted':
      return { kind };
    case 'browser':
      return {
        kind,
        authorizeUrl: bearer.authorizeUrl.trim(),
        tokenUrl: bearer.tokenUrl.trim(),
        clientId: bearer.clientId.trim(),
        scope: bearer.scope.trim(),
      };
    case 'request':
      return {
        kind,
        url: bearer.url.trim(),
        fields: fields(bearer.fields),
        answer: {
          token: bearer.token.trim(),
          refreshToken: bearer.refreshes ? bearer.refreshToken.trim() || null : null,
          expiry: bearer.expiryPath.trim() === '' ? null : { path: bearer.expiryPath.trim(), unit: bearer.expiryUnit },
        },
        refresh: bearer.refreshes ? { url: bearer.refreshUrl.trim(), fields: fields(bearer.refreshFields) } : null,
      };
  }
}

function valueAt(candidate: object, path: readonly PropertyKey[]): unknown {
  let value: unknown = candidate;
  for (const key of path) value = (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
  return value;
}

/** What the last part of a place tells about its form. */
const forms: Readonly<Record<string, Problem>> = {
  address: 'badLiveKitAddress',
  livekitUrl: 'badLiveKitAddress',
  basePath: 'badPath',
  tokenPath: 'badPath',
  url: 'badUrl',
  authorizeUrl: 'badUrl',
  tokenUrl: 'badUrl',
  token: 'badAnswerPath',
  refreshToken: 'badAnswerPath',
  path: 'badAnswerPath',
};

function problemOf(code: string, place: string, value: unknown): Problem {
  if (value === '') return 'missing';
  if (code === 'too_big') return Array.isArray(value) ? 'tooMany' : 'tooLong';
  return forms[place.slice(place.lastIndexOf('.') + 1)] ?? 'wrong';
}

/** Which proof the profile will ask for, however little of it is typed. */
export function proofKindOf({ dialect, bearer }: Draft): ProofKind {
  // Nothing else of a profile decides it.
  return proofKind({ dialect, bearer } as object as DialectProfile);
}

/** Whether a credential for the one is good for the other. */
export const sameAccess = (one: DialectProfile, other: DialectProfile): boolean =>
  canonical(accessOf(one)) === canonical(accessOf(other));

/** Same text for same content, whatever the order of the names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

export const sameDraft = (one: Draft, other: Draft): boolean => canonical(one) === canonical(other);

/** A key that no row has. */
export const nextKey = (rows: readonly Row[]): number => Math.max(-1, ...rows.map(({ key }) => key)) + 1;

/** With the row at `index` one place up (-1) or down (1). */
export function moved<T>(rows: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const next = [...rows];
  const [row] = next.splice(index, 1);
  if (row === undefined || index + by < 0) return rows;
  next.splice(index + by, 0, row);
  return next;
}
