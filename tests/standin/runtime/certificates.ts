import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { CdpSession } from './cdp.ts';
import { notPlayed, strict } from './notPlayed.ts';

// `session.setCertificateVerifyProc`, for the requests and WebSockets of pages and for `net`: Chromium tells of a certificate that it would
// refuse, and is told what the application says. Chromium does not show the chain: it is read by a connection of our own.

export interface Certificate {
  readonly data: string;
  readonly issuerCert: Certificate | undefined;
}
interface VerifyRequest {
  readonly hostname: string;
  readonly certificate: Certificate;
  readonly verificationResult: string;
}
export type VerifyProc = (request: VerifyRequest, answer: (result: number) => void) => void;

interface CertificateError {
  readonly eventId: number;
  /** Without `net::`. */
  readonly errorType: string;
  readonly requestURL: string;
}

/** Electron's words: accepted, refused, as Chromium found. */
const results = { accepted: 0, refused: -2, asFound: -3 };
/** How long the server's chain is waited for, ms. */
const chainLimit = 3_000;

let proc: VerifyProc | null = null;
const sessions = new Set<CdpSession>();

export function setVerifyProc(next: VerifyProc | null): void {
  proc = next;
  for (const cdp of sessions) apply(cdp);
}

/** From now on the application is asked about the certificates of this target. @param refused told of what stays refused */
export async function askAboutCertificates(
  cdp: CdpSession,
  refused: (url: string, errorType: string) => void = () => undefined,
): Promise<void> {
  sessions.add(cdp);
  cdp.on('Security.certificateError', ({ eventId, errorType, requestURL }: CertificateError) => {
    const answer = (isAccepted: boolean): void => {
      if (!isAccepted) refused(requestURL, errorType);
      cdp.tell('Security.handleCertificateError', { eventId, action: isAccepted ? 'continue' : 'cancel' });
    };
    isAcceptable(requestURL, errorType).then(answer, () => answer(false));
  });
  await cdp.send('Security.enable');
  apply(cdp);
}

/** Without one that asks, Chromium says by itself what it finds. */
const apply = (cdp: CdpSession): void => cdp.tell('Security.setOverrideCertificateErrors', { override: proc !== null });

async function isAcceptable(url: string, errorType: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const certificate = await readChain(host, Number(port) || 443);
  const asked = proc;
  if (asked === null) return false;
  const question = strict('Request', { hostname: host, certificate, verificationResult: `net::${errorType}` });
  const result = await new Promise<number>((resolve) => asked(question, resolve));
  if (!Object.values(results).includes(result)) throw notPlayed(`the verification result ${result}`);
  return result === results.accepted;
}

function readChain(host: string, port: number): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    // Looked at, and never sent anything: who it is, the application decides.
    const socket = connect({ host, port, rejectUnauthorized: false, ...name });
    socket.setTimeout(chainLimit, () => socket.destroy(new Error('the server is silent')));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(certificateOf(socket.getPeerCertificate(true)));
      socket.destroy();
    });
  });
}

function certificateOf({ raw, issuerCertificate }: DetailedPeerCertificate): Certificate {
  const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
  const data = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  // Node ends a chain with one that is its own issuer, or with none.
  const isLast =
    issuerCertificate === undefined || issuerCertificate.raw === undefined || issuerCertificate.raw.equals(raw);
  return strict('Certificate', { data, issuerCert: isLast ? undefined : certificateOf(issuerCertificate) });
}
