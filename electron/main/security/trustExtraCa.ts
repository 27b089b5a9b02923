import { readFileSync } from 'node:fs';
import type { X509Certificate } from 'node:crypto';
import type { Certificate, Session } from 'electron';
import type { Log } from '../services/log/log.ts';
import { holdsByExtraCa, readAuthorities } from './extraCa.ts';

/** Electron's words for "accepted" and "as Chromium found" (`session.setCertificateVerifyProc`). */
const accepted = 0;
const asFound = -3;
/** Longer chains are nobody's. */
const longest = 10;

/** The further authorities that are trusted, PEM. */
export interface ExtraCa {
  authorities(): readonly string[];
  /** Reads the file anew: the setting has changed. */
  reload(): void;
}

/**
 * Trusts the authorities of a file in whatever the session connects to: requests, WebSockets, relays over TLS. Without a
 * file, nothing is changed about how Chromium verifies. @param file its path, null for none
 */
export function trustExtraCa(ports: {
  session: Pick<Session, 'setCertificateVerifyProc'>;
  file: () => string | null;
  log: Log;
}): ExtraCa {
  const { session, log } = ports;
  let authorities: readonly X509Certificate[] = [];
  let installed = false;
  let read: string | null = null;
  const reload = (): void => {
    const file = ports.file();
    if (file === read) return;
    read = file;
    authorities = file === null ? [] : authoritiesOf(file, log);
    const wanted = authorities.length > 0;
    if (wanted === installed) return;
    installed = wanted;
    session.setCertificateVerifyProc(
      wanted
        ? ({ hostname, verificationResult, certificate }, answer) => {
            const question = { hostname, verificationResult, chain: chainOf(certificate) };
            answer(holdsByExtraCa(question, authorities, Date.now()) ? accepted : asFound);
          }
        : null,
    );
  };
  reload();
  return { authorities: () => authorities.map((one) => one.toString()), reload };
}

function authoritiesOf(file: string, log: Log): readonly X509Certificate[] {
  try {
    const found = readAuthorities(readFileSync(file, 'utf8'));
    if (found.length === 0) log.warn('the file of private certificates has no authority');
    return found;
  } catch (error) {
    log.warn('the file of private certificates cannot be read', { error });
    return [];
  }
}

function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  let next: Certificate | undefined = certificate;
  while (next !== undefined && chain.length < longest && !chain.includes(next.data)) {
    chain.push(next.data);
    next = next.issuerCert;
  }
  return chain;
}
