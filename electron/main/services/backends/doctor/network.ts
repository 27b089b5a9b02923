import { lookup } from 'node:dns/promises';
import { connect, getCACertificates } from 'node:tls';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';

/** What the doctor asks the network itself. No call rejects; each has a time limit. */
export interface NetworkPorts {
  /** The addresses of a name, or the address itself. */
  readonly lookup: (host: string) => Promise<Result<readonly string[]>>;
  /** One line about protocol and certificate, or why there is no trusted connection. */
  readonly handshake: (host: string, port: number) => Promise<Result<string>>;
}

/** @param extraAuthorities further trusted certificates, PEM. @param limit of each call, ms */
export const createNetworkPorts = (extraAuthorities: readonly string[], limit = 5_000): NetworkPorts => ({
  lookup: (host) =>
    Promise.race([
      lookup(host, { all: true }).then(
        (found) => ok(found.map(({ address }) => address)),
        (error: unknown) => err(unresolved(codeOf(error))),
      ),
      new Promise<Result<never>>((resolve) => {
        setTimeout(() => resolve(err(unresolved('no answer of the name server'))), limit).unref();
      }),
    ]),
  handshake: (host, port) =>
    new Promise((resolve) => {
      // What the system trusts counts, too: Chromium, which makes the real requests, goes by it.
      const ca = [...getCACertificates('default'), ...getCACertificates('system'), ...extraAuthorities];
      const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
      const socket = connect({ host, port, ca, ...servername, timeout: limit });
      const done = (result: Result<string>): void => {
        socket.destroy();
        resolve(result);
      };
      socket.once('secureConnect', () => {
        const { valid_to: until } = socket.getPeerCertificate();
        done(ok(`${socket.getProtocol() ?? 'TLS'}, certificate valid until ${until}`));
      });
      socket.once('timeout', () => done(err(noHandshake('no answer'))));
      socket.once('error', (error) => done(err(noHandshake(codeOf(error)))));
    }),
});

/** Node's and OpenSSL's name of a failure: safe to show, and says most. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'failed';
}

const unresolved = (why: string): ParleyError => ({
  code: 'unavailable',
  reason: 'serverUnreachable',
  message: `The name has no address (${why}).`,
});
const noHandshake = (why: string): ParleyError => ({
  code: 'unavailable',
  reason: 'serverUnreachable',
  message: `No trusted TLS connection (${why}).`,
});
