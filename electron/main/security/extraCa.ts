import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** What Chromium found of a certificate (`session.setCertificateVerifyProc`). */
export interface CertificateQuestion {
  readonly hostname: string;
  /** Chromium's verdict, such as `net::OK` and `net::ERR_CERT_AUTHORITY_INVALID`. */
  readonly verificationResult: string;
  /** PEM, the server's own first. */
  readonly chain: readonly string[];
}

/**
 * Whether a chain that Chromium refused holds against further authorities. The only place where a certificate may be
 * accepted that the system does not accept (DESIGN.md §5): only where unknown authority is all that is wrong, and where
 * every signature, every date and the host name hold.
 *
 * @param now ms since the epoch
 */
export function holdsByExtraCa(
  { hostname, verificationResult, chain }: CertificateQuestion,
  authorities: readonly X509Certificate[],
  now: number,
): boolean {
  if (verificationResult !== 'net::ERR_CERT_AUTHORITY_INVALID') return false;
  const certificates = chain.map(read);
  const [leaf] = certificates;
  if (leaf === undefined || leaf === null || certificates.includes(null)) return false;
  if (!isFor(leaf, hostname)) return false;
  return leadsTo(leaf, certificates.slice(1), authorities, now);
}

/** From a certificate, by at most as many intermediates as there are, to one of the authorities. */
function leadsTo(
  certificate: X509Certificate,
  rest: readonly (X509Certificate | null)[],
  authorities: readonly X509Certificate[],
  now: number,
): boolean {
  if (!isValidAt(certificate, now)) return false;
  const signed = (by: X509Certificate): boolean =>
    by.ca && certificate.checkIssued(by) && certificate.verify(by.publicKey) && isValidAt(by, now);
  if (authorities.some(signed)) return true;
  return rest.some(
    (next, index) => next !== null && signed(next) && leadsTo(next, rest.toSpliced(index, 1), authorities, now),
  );
}

const isFor = (certificate: X509Certificate, hostname: string): boolean => {
  const host = hostname.replace(/^\[|\]$/g, '');
  // The common name alone is no name any more (RFC 9525 §6.3).
  return isIP(host) === 0
    ? certificate.checkHost(host, { subject: 'never' }) !== undefined
    : certificate.checkIP(host) !== undefined;
};

const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo);

function read(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The authorities of a PEM file; certificates that may not sign others, and what is none, are left out. */
export const readAuthorities = (text: string): readonly X509Certificate[] =>
  (text.match(block) ?? []).flatMap((pem) => {
    const certificate = read(pem);
    return certificate?.ca === true ? [certificate] : [];
  });
