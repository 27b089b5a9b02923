import type { StepFinding } from '@parley/shared/doctor/steps';
import { z } from 'zod';
import type { OidcConfig } from '../config.ts';
import { discoveryUrl, readDiscovery } from '../oidc/discovery.ts';

const answerLimit = 5_000;
const keysSchema = z.object({ keys: z.array(z.object({ kty: z.string() })).min(1) });

/** Asks the identity provider what a sign-in would ask of it before the person is there. */
export async function checkProvider(oidc: OidcConfig | undefined): Promise<StepFinding> {
  const failed = (detail: string): StepFinding => ({ verdict: 'failed', detail });
  if (oidc === undefined) return failed('It is not configured.');
  const url = discoveryUrl(oidc.issuer);
  const metadata = await readJson(url);
  if (metadata === null) return failed(`Nothing answers at ${url}.`);
  if (metadata.status !== 200) return failed(`${url} answers with ${metadata.status}: is OIDC_ISSUER right?`);
  const discovery = readDiscovery(oidc.issuer, metadata.json);
  if (discovery === null) {
    const named = z.object({ issuer: z.string() }).safeParse(metadata.json).data?.issuer;
    return failed(
      named === undefined || named === oidc.issuer
        ? `${url} has no metadata of OpenID Connect, or endpoints without https.`
        : `The provider calls itself ${named}: OIDC_ISSUER has to be that, to the last slash.`,
    );
  }
  const keys = await readJson(discovery.jwksUri);
  if (keys === null || keys.status !== 200 || !keysSchema.safeParse(keys.json).success) {
    return failed(`It shows no keys at ${discovery.jwksUri}.`);
  }
  return {
    verdict: 'ok',
    detail: `${oidc.issuer} answers, and shows its keys. Its redirect address has to be ${oidc.redirectUri}.`,
  };
}

async function readJson(url: string): Promise<{ readonly status: number; readonly json: unknown } | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerLimit) });
    const text = await response.text();
    return { status: response.status, json: text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined };
  } catch {
    return null;
  }
}
