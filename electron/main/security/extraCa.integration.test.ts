import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Authority, type Issued } from '../../../tests/fixtures/certificates.ts';
import { holdsByExtraCa, readAuthorities } from './extraCa.ts';
import { trustExtraCa } from './trustExtraCa.ts';

// Certificates of a private authority, made by openssl.
let ours: Authority;
let other: Authority;
let good: Issued;
beforeAll(() => {
  ours = createAuthority();
  other = createAuthority('Another authority');
  good = ours.issue(['DNS:voice.test', 'DNS:*.inner.test', 'IP:127.0.0.1']);
});
afterAll(() => {
  ours?.remove();
  other?.remove();
});

const unknown = 'net::ERR_CERT_AUTHORITY_INVALID';
const day = 86_400_000;
const holds = (
  hostname: string,
  chain: readonly string[] = [good.cert],
  { result = unknown, by = ours.cert, now = Date.now() } = {},
): boolean => holdsByExtraCa({ hostname, verificationResult: result, chain }, readAuthorities(by), now);

describe('a certificate of an extra authority', () => {
  it.each(['voice.test', 'a.inner.test', '127.0.0.1'])('holds for %s', (hostname) => {
    expect(holds(hostname)).toBe(true);
  });

  it('holds with the authority in the chain, and with what does not belong there', () => {
    expect(holds('voice.test', [good.cert, ours.cert])).toBe(true);
    expect(holds('voice.test', [good.cert, other.cert])).toBe(true);
  });

  it('does not hold for another name or address', () => {
    for (const hostname of [
      'other.test',
      'inner.test',
      'a.b.inner.test',
      'voice.test.evil',
      '127.0.0.2',
      'leaf1.test',
      '',
    ])
      expect(holds(hostname), hostname).toBe(false);
  });

  it('does not hold where anything else than unknown authority is wrong', () => {
    for (const result of [
      'net::OK',
      'net::ERR_CERT_DATE_INVALID',
      'net::ERR_CERT_COMMON_NAME_INVALID',
      'net::ERR_CERT_REVOKED',
      '',
    ])
      expect(holds('voice.test', [good.cert], { result }), result).toBe(false);
  });

  it('does not hold before or after its time', () => {
    expect(holds('voice.test', [good.cert], { now: Date.now() + 25 * day })).toBe(false);
    expect(holds('voice.test', [good.cert], { now: Date.now() - 5 * day })).toBe(false);
    expect(holds('voice.test', [ours.issue(['DNS:voice.test'], -3).cert])).toBe(false);
  });

  it('does not hold where another authority signed, whatever the chain claims', () => {
    const foreign = other.issue(['DNS:voice.test']);
    expect(holds('voice.test', [foreign.cert])).toBe(false);
    expect(holds('voice.test', [foreign.cert, ours.cert])).toBe(false);
    expect(holds('voice.test', [foreign.cert, other.cert, ours.cert])).toBe(false);
    expect(holds('voice.test', [ours.selfSigned(['DNS:voice.test']).cert])).toBe(false);
  });

  it('does not hold where a certificate that may sign nothing signed, or there is none', () => {
    expect(holds('voice.test', [good.cert], { by: good.cert })).toBe(false);
    expect(holds('voice.test', [])).toBe(false);
    expect(holds('voice.test', ['nonsense'])).toBe(false);
    expect(holds('voice.test', [good.cert, 'nonsense'])).toBe(false);
  });
});

it('reads every authority of a file, and nothing else', () => {
  expect(readAuthorities(`# two\n${ours.cert}\n${good.cert}${other.cert}`)).toHaveLength(2);
  expect(readAuthorities('')).toEqual([]);
  expect(readAuthorities('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----')).toEqual([]);
});

describe('the session', () => {
  // A double of Electron's session: what it is told, and what it would ask.
  type Proc = Parameters<Parameters<typeof trustExtraCa>[0]['session']['setCertificateVerifyProc']>[0];
  const told: Proc[] = [];
  const log = { warn: () => undefined, error: () => undefined, info: () => undefined, background: () => undefined };

  it('asks about certificates only while there is a file, and takes what Chromium found where it does not hold', async () => {
    let file: string | null = null;
    const extra = trustExtraCa({
      session: { setCertificateVerifyProc: (proc) => void told.push(proc) },
      file: () => file,
      log,
    });
    expect(told).toEqual([]);
    file = ours.certFile;
    extra.reload();
    expect(extra.authorities().map((pem) => pem.trim())).toEqual([ours.cert.trim()]);
    const ask = (hostname: string, cert: Issued): Promise<number> =>
      new Promise((resolve) => {
        const certificate = { data: cert.cert, issuerCert: undefined };
        told.at(-1)?.({ hostname, verificationResult: unknown, certificate } as never, resolve);
      });
    expect(await ask('voice.test', good)).toBe(0);
    expect(await ask('other.test', good)).toBe(-3);
    expect(await ask('voice.test', other.issue(['DNS:voice.test']))).toBe(-3);
    file = null;
    extra.reload();
    expect(told.at(-1)).toBeNull();
    expect(extra.authorities()).toEqual([]);
  });

  it('changes nothing for a file that is not there, or has no authority in it', () => {
    told.length = 0;
    for (const file of ['/nothing/there.pem', good.certFile])
      trustExtraCa({ session: { setCertificateVerifyProc: (proc) => void told.push(proc) }, file: () => file, log });
    expect(told).toEqual([]);
  });
});
