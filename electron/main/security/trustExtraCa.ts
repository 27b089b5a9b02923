import { readFileSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { X509Certificate } from 'node:crypto';
import type { Certificate, Session } from 'electron';
import type { ExtraCaView } from '@parley/shared/extraCa';
import { noExtraCa } from '@parley/shared/extraCa';
import type { Log } from '../services/log/log.ts';
import { createSettable, type Observable } from '../services/observable.ts';
import { holdsByExtraCa, readAuthorities } from './extraCa.ts';

/** Electron's words for "accepted" and "as Chromium found" (`session.setCertificateVerifyProc`). */
const accepted = 0;
const asFound = -3;
/** Longer chains are nobody's. */
const longest = 10;
/** Whoever writes a file does it in several steps, ms. */
const settled = 200;

/** The further authorities that are trusted, PEM. */
export interface ExtraCa {
  authorities(): readonly string[];
  /** What is used, and what is wrong with it. */
  readonly view: Observable<ExtraCaView>;
  /** Looks which file counts now: a setting has changed. */
  reload(): void;
}

/**
 * Trusts the authorities of a file in whatever the session connects to: requests, WebSockets, relays over TLS. Without a
 * file, nothing is changed about how Chromium verifies. A file that changes, or comes about, counts from then on.
 *
 * @param file which one counts
 */
export function trustExtraCa(ports: {
  session: Pick<Session, 'setCertificateVerifyProc'>;
  file: () => Pick<ExtraCaView, 'file' | 'from'>;
  log: Log;
}): ExtraCa {
  const { session, log } = ports;
  const view = createSettable<ExtraCaView>(noExtraCa);
  let authorities: readonly X509Certificate[] = [];
  let watcher: FSWatcher | null = null;

  const read = (): void => {
    const before = authorities;
    const { file, from } = ports.file();
    const found = file === null ? null : authoritiesOf(file);
    authorities = typeof found === 'string' || found === null ? [] : found;
    view.set({ file, from, problem: typeof found === 'string' ? found : null });
    if (typeof found === 'string')
      log.warn(`the file of private certificates ${found === 'unreadable' ? 'cannot be read' : 'has no authority'}`);
    if (isSame(before, authorities)) return;
    // Electron remembers what was found of a certificate; a function that is taken away takes that along.
    if (before.length > 0) session.setCertificateVerifyProc(null);
    if (authorities.length === 0) return;
    session.setCertificateVerifyProc(({ hostname, verificationResult, certificate }, answer) => {
      const question = { hostname, verificationResult, chain: chainOf(certificate) };
      answer(holdsByExtraCa(question, authorities, Date.now()) ? accepted : asFound);
    });
  };
  const reload = (): void => {
    const { file, from } = ports.file();
    const { file: present, from: namedBy } = view.get();
    if (file === present && from === namedBy) return;
    watcher?.close();
    watcher = file === null ? null : watchFile(file, read);
    read();
  };
  reload();
  return { authorities: () => authorities.map((one) => one.toString()), view, reload };
}

const isSame = (some: readonly X509Certificate[], others: readonly X509Certificate[]): boolean =>
  some.length === others.length && some.every((one, index) => one.fingerprint256 === others[index]?.fingerprint256);

/** By its folder: editors and administrators put a new file in the old one's place. Null where there is no such folder. */
function watchFile(file: string, changed: () => void): FSWatcher | null {
  let timer: NodeJS.Timeout | undefined;
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
      if (name !== null && name !== basename(file)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, settled);
    });
    // The folder goes, with the file.
    watcher.on('error', () => watcher.close());
    watcher.on('close', () => clearTimeout(timer));
    return watcher;
  } catch {
    return null;
  }
}

function authoritiesOf(file: string): readonly X509Certificate[] | 'unreadable' | 'noAuthority' {
  try {
    const found = readAuthorities(readFileSync(file, 'utf8'));
    return found.length === 0 ? 'noAuthority' : found;
  } catch {
    return 'unreadable';
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
