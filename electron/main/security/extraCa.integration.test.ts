import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

  const named = (file: string | null) => ({ file, from: file === null ? null : ('settings' as const) });
  const ask = (proc: Proc | undefined, hostname: string, cert: Issued): Promise<number> =>
    new Promise((resolve) => {
      const certificate = { data: cert.cert, issuerCert: undefined };
      proc?.({ hostname, verificationResult: unknown, certificate } as never, resolve);
    });
  const session = { setCertificateVerifyProc: (proc: Proc) => void told.push(proc) };
  beforeEach(() => void (told.length = 0));

  it('asks about certificates only while there is a file, and takes what Chromium found where it does not hold', async () => {
    let file: string | null = null;
    const extra = trustExtraCa({ session, file: () => named(file), log });
    expect(told).toEqual([]);
    file = ours.certFile;
    extra.reload();
    expect(extra.authorities().map((pem) => pem.trim())).toEqual([ours.cert.trim()]);
    expect(extra.view.get()).toEqual({ file, from: 'settings', problem: null });
    expect(await ask(told.at(-1), 'voice.test', good)).toBe(0);
    expect(await ask(told.at(-1), 'other.test', good)).toBe(-3);
    expect(await ask(told.at(-1), 'voice.test', other.issue(['DNS:voice.test']))).toBe(-3);
    file = null;
    extra.reload();
    expect(told.at(-1)).toBeNull();
    expect(extra.authorities()).toEqual([]);
  });

  it('is told anew of another file: what Electron remembers of the first one goes with the function', async () => {
    let file = ours.certFile;
    const extra = trustExtraCa({ session, file: () => named(file), log });
    expect(told).toEqual([expect.any(Function)]);
    file = other.certFile;
    extra.reload();
    expect(told).toEqual([expect.any(Function), null, expect.any(Function)]);
    expect(await ask(told.at(-1), 'voice.test', good)).toBe(-3);
    expect(await ask(told.at(-1), 'voice.test', other.issue(['DNS:voice.test']))).toBe(0);
  });

  it('hears of a file that comes about, changes, and goes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-ca-'));
    const file = join(folder, 'office.pem');
    try {
      const extra = trustExtraCa({ session, file: () => named(file), log });
      const seen = (): readonly unknown[] => [extra.view.get().problem, extra.authorities().map((pem) => pem.trim())];
      expect(seen()).toEqual(['unreadable', []]);
      writeFileSync(file, ours.cert);
      await expect.poll(seen).toEqual([null, [ours.cert.trim()]]);
      writeFileSync(`${file}.new`, other.cert);
      renameSync(`${file}.new`, file);
      await expect.poll(seen).toEqual([null, [other.cert.trim()]]);
      rmSync(file);
      await expect.poll(seen).toEqual(['unreadable', []]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('changes nothing for a file that is not there, or has no authority in it, and says so', () => {
    for (const [file, problem] of [
      ['/nothing/there.pem', 'unreadable'],
      [good.certFile, 'noAuthority'],
    ] as const) {
      const extra = trustExtraCa({ session, file: () => named(file), log });
      expect(extra.view.get()).toEqual({ file, from: 'settings', problem });
    }
    expect(told).toEqual([]);
  });
});
