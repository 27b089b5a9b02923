import { lookup } from 'node:dns/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls';
import type { Endpoint, NetworkCause } from '@parley/shared/doctor/networkCheck';
import { err, ok, type Result } from '@parley/shared/result';

/** Why something on the way did not come about, with a text that is safe to show. */
export interface WireFailure {
  readonly cause: NetworkCause;
  /** English, one line. */
  readonly detail: string;
  readonly endpoint?: Endpoint;
}
type Wired<T> = Promise<Result<T, WireFailure>>;

/** What a certificate says of itself. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** As the certificate writes it. */
  readonly validTo: string;
}

export interface HttpHead {
  readonly status: number;
  readonly location: string;
  /** Lower case, without parameters. */
  readonly contentType: string;
  /** Whether what came with it begins as a web page does, whatever its type says. */
  readonly isPage: boolean;
}

/** Node's and OpenSSL's name of a failure: safe to show, and says most. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'failed';
}

/** The addresses of a name, or the address itself. `ms`: how long it took. */
export async function resolveName(host: string, signal: AbortSignal): Wired<{ addresses: string[]; ms: number }> {
  const began = performance.now();
  const silent: WireFailure = { cause: 'nameServerSilent', detail: `${host}: no answer of the name server` };
  const found = lookup(host, { all: true }).then(
    (all) => ok({ addresses: all.map(({ address }) => address), ms: performance.now() - began }),
    (error: unknown) => {
      const code = codeOf(error);
      // Whether a name server said no, or none answered (EAI_AGAIN).
      return err<WireFailure>(
        code === 'ENOTFOUND'
          ? { cause: 'nameUnknown', detail: `${host}: ${code}` }
          : { ...silent, detail: `${host}: ${code}` },
      );
    },
  );
  return Promise.race([found, aborted(signal, silent)]);
}

/** A TCP connection. The signal's end is a firewall that drops. */
export function openTcp(host: string, port: number, signal: AbortSignal): Wired<Socket> {
  const endpoint: Endpoint = { protocol: 'tcp', host, port };
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port, autoSelectFamily: true });
    const end = (cause: NetworkCause, why: string): void => {
      socket.destroy();
      resolve(err({ cause, detail: `${text(endpoint)}: ${why}`, endpoint }));
    };
    const late = (): void => end('portSilent', 'no answer');
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    socket.once('connect', () => {
      signal.removeEventListener('abort', late);
      socket.removeAllListeners('error');
      resolve(ok(socket));
    });
    socket.on('error', (error) => {
      signal.removeEventListener('abort', late);
      // Several addresses fail with an error that has theirs.
      const code = error instanceof AggregateError ? codeOf(error.errors[0]) : codeOf(error);
      end(tcpCauses[code] ?? 'portSilent', code);
    });
  });
}

const tcpCauses: Readonly<Record<string, NetworkCause>> = {
  ECONNREFUSED: 'portClosed',
  ECONNRESET: 'portClosed',
  ENETUNREACH: 'offline',
  EADDRNOTAVAIL: 'offline',
  ENETDOWN: 'offline',
  EACCES: 'portClosed',
  EPERM: 'portClosed',
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameServerSilent',
};

/** Asks an HTTP proxy, over a connection to it, for one further. @param authorization of `Proxy-Authorization`, null for none */
export function openTunnel(
  connection: Socket,
  proxy: { readonly host: string; readonly port: number },
  target: { readonly host: string; readonly port: number },
  authorization: string | null,
  signal: AbortSignal,
): Wired<Socket> {
  const path = `${bracket(target.host)}:${target.port}`;
  const at = `the proxy ${bracket(proxy.host)}:${proxy.port}`;
  return new Promise((resolve) => {
    const fail = (cause: NetworkCause, detail: string): void => {
      connection.destroy();
      resolve(err({ cause, detail, endpoint: { protocol: 'tcp', ...target } }));
    };
    const asked = request({
      // Without `agent`: with one, it makes a connection of its own.
      createConnection: () => connection,
      method: 'CONNECT',
      path,
      headers: { host: path, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
      signal,
    });
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(ok(socket));
      socket.destroy();
      // Tinyproxy says 401 to credentials that are wrong.
      if (statusCode === 407 || statusCode === 401) {
        const refused = authorization === null ? 'wants a name and a password' : 'refuses the name and the password';
        return fail('proxyLogin', `${at} ${refused}`);
      }
      fail('proxyRefuses', `${at} does not connect to ${path} (status ${statusCode})`);
    });
    // What is no answer to CONNECT comes as a plain response.
    asked.once('response', ({ statusCode = 0 }) => {
      asked.destroy();
      fail(statusCode === 407 ? 'proxyLogin' : 'proxyRefuses', `${at} answers with status ${statusCode}`);
    });
    asked.once('error', (error) => fail('proxyUnreachable', `${at}: ${signal.aborted ? 'no answer' : codeOf(error)}`));
    asked.end();
  });
}

/** TLS over a connection that is open. The certificate is read even where it is refused; nothing is sent over such a connection. */
export function openTls(
  socket: Socket,
  host: string,
  authorities: readonly string[],
  signal: AbortSignal,
): Wired<{ readonly socket: TLSSocket; readonly certificate: Certificate }> {
  return new Promise((resolve) => {
    const secure = connectTls({
      socket,
      ca: [...trustedAuthorities(), ...authorities],
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : { host }),
    });
    const fail = (cause: NetworkCause, detail: string): void => {
      secure.destroy();
      socket.destroy();
      resolve(err({ cause, detail: `${host}: ${detail}` }));
    };
    const late = (): void => fail('tlsFailed', 'no answer to the TLS handshake');
    signal.addEventListener('abort', late, { once: true });
    secure.once('secureConnect', () => {
      signal.removeEventListener('abort', late);
      const certificate = certificateOf(secure);
      if (secure.authorized) return resolve(ok({ socket: secure, certificate }));
      const code = refusalOf(secure);
      fail(
        certificateCauses[code] ?? 'certificateBad',
        `${code}; ${certificate.subject}, signed by ${certificate.issuer}, valid until ${certificate.validTo}`,
      );
    });
    secure.on('error', (error) => {
      signal.removeEventListener('abort', late);
      const code = codeOf(error);
      fail(
        /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|EPROTO|HTTP_REQUEST|UNKNOWN_PROTOCOL/.test(code)
          ? 'notTls'
          : 'tlsFailed',
        code,
      );
    });
  });
}

/** OpenSSL's name of why the chain does not hold; Node's type says an Error where it is a text. */
const refusalOf = (socket: TLSSocket): string => {
  const error: unknown = socket.authorizationError;
  const code = error instanceof Error ? codeOf(error) : String(error);
  return /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'refused';
};

const certificateCauses: Readonly<Record<string, NetworkCause>> = {
  CERT_HAS_EXPIRED: 'certificateExpired',
  CERT_NOT_YET_VALID: 'certificateNotYetValid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateOtherName',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificateSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificateUnknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificateUnknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificateUnknownAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificateUnknownAuthority',
};

let known: readonly string[] | undefined;
/** What the system trusts counts, too: Chromium, which makes the real requests, goes by it. Read once: it takes a while. */
const trustedAuthorities = (): readonly string[] =>
  (known ??= [...getCACertificates('default'), ...getCACertificates('system')]);

function certificateOf(socket: TLSSocket): Certificate {
  const { subject, issuer, valid_to: validTo } = socket.getPeerCertificate();
  const nameOf = (of: typeof subject | undefined): string => one(of?.O) ?? one(of?.CN) ?? 'nobody';
  return { subject: one(subject?.CN) ?? 'no name', issuer: nameOf(issuer), validTo };
}
/** A name of a certificate may be there more than once. */
const one = (value: string | readonly string[] | undefined): string | undefined =>
  (typeof value === 'string' ? value : value?.[0])?.slice(0, 80);

/** How long the beginning of what comes with a head is waited for, ms. */
const bodyPatience = 500;

/** Sends a GET over a connection and reads the head of the answer. `upgrade` asks for a WebSocket (RFC 6455 §4.1). */
export function readHead(
  socket: Socket,
  target: { readonly host: string; readonly path: string },
  signal: AbortSignal,
  upgrade = false,
): Wired<HttpHead> {
  return new Promise((resolve) => {
    const asked = request({
      // Without `agent`: with one, it makes a connection of its own.
      createConnection: () => socket,
      method: 'GET',
      path: target.path,
      signal,
      headers: {
        host: target.host,
        accept: 'application/json',
        ...(upgrade
          ? {
              connection: 'Upgrade',
              upgrade: 'websocket',
              'sec-websocket-version': '13',
              'sec-websocket-key': Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
            }
          : {}),
      },
    });
    const done = ({ statusCode = 0, headers }: IncomingMessage, beginning = ''): void => {
      asked.destroy();
      socket.destroy();
      const [type = ''] = (headers['content-type'] ?? '').split(';');
      resolve(
        ok({
          status: statusCode,
          location: headers.location ?? '',
          contentType: type.trim().toLowerCase(),
          isPage: /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(beginning),
        }),
      );
    };
    asked.once('upgrade', (answer) => done(answer));
    asked.once('response', (answer) => {
      const late = setTimeout(() => done(answer), bodyPatience);
      const end = (beginning = ''): void => {
        clearTimeout(late);
        done(answer, beginning);
      };
      answer.once('data', (chunk: Buffer) => end(chunk.toString('utf8', 0, 256).replace(/^\uFEFF/, '')));
      answer.once('end', () => end());
      answer.once('error', () => end());
    });
    asked.once('error', (error) => {
      socket.destroy();
      resolve(err({ cause: 'noAnswer', detail: signal.aborted ? 'no answer' : codeOf(error) }));
    });
    asked.end();
  });
}

const bracket = (host: string): string => (host.includes(':') ? `[${host}]` : host);
const text = ({ host, port }: Endpoint): string => `${bracket(host)}:${port}`;

const aborted = (signal: AbortSignal, failure: WireFailure): Wired<never> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve(err(failure));
    signal.addEventListener('abort', () => resolve(err(failure)), { once: true });
  });
