import { z } from 'zod';

/**
 * How one comes by the bearer token of a foreign backend. The seeds show only `Authorization: Bearer …`, so each profile
 * says it. Nothing in here is secret: what a person types and what comes back never enters the settings.
 */

/** Where a value lies inside an answer: names and indices joined by dots, `data.tokens.0.value`. */
const answerPathSchema = z
  .string()
  .regex(/^[^.\s]+(?:\.[^.\s]+){0,15}$/u)
  .max(256);

/** Absolute (http, https), or beginning with a slash: then below the profile's address. */
const requestUrlSchema = z
  .string()
  .max(2048)
  .regex(/^(?:https?:\/\/[^\s/?#@\\]+(?:[/?][^\s\\#]*)?|\/[^\s\\#]*)$/i);

const fieldName = z.string().min(1).max(128);
const fixedField = z.strictObject({ name: fieldName, from: z.literal('text'), text: z.string().max(1024) });

export const tokenAnswerConfigSchema = z.strictObject({
  token: answerPathSchema,
  refreshToken: answerPathSchema.nullable(),
  expiry: z
    .strictObject({
      path: answerPathSchema,
      /** `seconds` count from the answer; the others are points in time. */
      unit: z.enum(['seconds', 'epochSeconds', 'epochMilliseconds', 'iso8601']),
    })
    .nullable(),
});
export type TokenAnswerConfig = z.infer<typeof tokenAnswerConfigSchema>;

export const bearerSourceSchema = z.discriminatedUnion('kind', [
  /** The person pastes it, and pastes a new one when it has expired. */
  z.strictObject({ kind: z.literal('pasted') }),
  /** OAuth 2.0 with PKCE through the system browser and a loopback address (RFC 8252 §7.3). */
  z.strictObject({
    kind: z.literal('browser'),
    authorizeUrl: requestUrlSchema,
    tokenUrl: requestUrlSchema,
    clientId: z.string().min(1).max(256),
    scope: z.string().max(1024),
  }),
  /** A POST with JSON fields, as the backend's own sign-in takes them. */
  z.strictObject({
    kind: z.literal('request'),
    url: requestUrlSchema,
    fields: z
      .array(
        z.discriminatedUnion('from', [
          z.strictObject({ name: fieldName, from: z.literal('login') }),
          z.strictObject({ name: fieldName, from: z.literal('password') }),
          fixedField,
        ]),
      )
      .max(32),
    answer: tokenAnswerConfigSchema,
    /** How an expired token is renewed without the person; its answer is read as that of the sign-in. */
    refresh: z
      .strictObject({
        url: requestUrlSchema,
        fields: z
          .array(
            z.discriminatedUnion('from', [
              z.strictObject({ name: fieldName, from: z.literal('refreshToken') }),
              fixedField,
            ]),
          )
          .max(32),
      })
      .nullable(),
  }),
]);
export type BearerSource = z.infer<typeof bearerSourceSchema>;

/** What RFC 6749 §5.1 answers at the token endpoint. */
export const oauthAnswer: TokenAnswerConfig = {
  token: 'access_token',
  refreshToken: 'refresh_token',
  expiry: { path: 'expires_in', unit: 'seconds' },
};

/** The absolute address of a configured request. */
export const requestUrl = (address: string, url: string): string => (url.startsWith('/') ? `${address}${url}` : url);

/** The JSON body of a configured request. */
export const requestBody = (
  fields: readonly { readonly name: string; readonly from: string; readonly text?: string }[],
  given: Readonly<Partial<Record<'login' | 'password' | 'refreshToken', string>>>,
): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, from, text }) => [name, text ?? given[from as keyof typeof given] ?? '']));
