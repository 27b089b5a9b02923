import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { allocate } from '../../server/src/turn/allocate.ts';
import type { Candidate, Offered } from './signalling.ts';
import type { Offers } from './stacks.ts';

/** One line of the report. */
export interface Finding {
  readonly ok: boolean;
  readonly what: string;
  /** What was seen, and what to do where it is wrong. */
  readonly seen: string;
}

const connectLimit = 3_000;

/** A name that takes longer to resolve holds up every join, ms. */
const slowName = 1_000;

export async function checkName(name: string): Promise<Finding> {
  const started = Date.now();
  const what = `name ${name}`;
  const addresses = await lookup(name, { all: true }).catch(() => []);
  const took = Date.now() - started;
  if (addresses.length === 0) return { ok: false, what, seen: 'resolves to nothing: make its DNS record' };
  const seen = `${addresses.map(({ address }) => address).join(', ')} in ${took} ms`;
  return took < slowName
    ? { ok: true, what, seen }
    : { ok: false, what, seen: `${seen}: every join waits for it, look at the name servers` };
}

/** Days before its end at which a certificate should have been renewed. */
const renewal = 14;

/** TLS by the system's authorities and those of NODE_EXTRA_CA_CERTS, name included. */
export function checkCertificate(host: string, port: number, now: Date): Promise<Finding> {
  const what = `certificate of ${host}:${port}`;
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, servername: host, timeout: connectLimit });
    const end = (ok: boolean, seen: string): void => {
      socket.destroy();
      resolve({ ok, what, seen });
    };
    socket.once('secureConnect', () => {
      const { valid_to, issuer } = socket.getPeerCertificate();
      const days = Math.floor((Date.parse(valid_to) - now.getTime()) / 86_400_000);
      const signer = [issuer.O ?? issuer.CN ?? 'unknown'].flat()[0];
      end(days >= renewal, `by ${signer}, ${days} more days${days < renewal ? ': renew it' : ''}`);
    });
    socket.once('timeout', () => end(false, 'no answer: is the port open, and does something listen?'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(false, tlsTrouble(error)));
  });
}

function tlsTrouble({ code = '', message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'has expired: renew it';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'is for another name: make one for this one';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'is signed by nobody whom this machine knows: fullchain.pem has to have the whole chain; a private authority goes into NODE_EXTRA_CA_CERTS';
    case 'ECONNREFUSED':
      return 'refused: nothing listens';
    default:
      return code === '' ? message : code;
  }
}

/** Whether a TCP port takes connections. */
export function opens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectLimit });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** Ports that are for the machine itself, and what is behind them. */
const inside = [
  [7880, 'LiveKit without TLS'],
  [7900, 'Parley server without TLS'],
  [6379, 'Redis'],
  [6789, 'LiveKit\u2019s metrics'],
  [5432, 'PostgreSQL'],
] as const;

export async function checkClosed(host: string): Promise<readonly Finding[]> {
  const open = await Promise.all(inside.map(([port]) => opens(host, port)));
  return inside.map(([port, name], index) => ({
    ok: open[index] !== true,
    what: `port ${port} (${name})`,
    seen: open[index] === true ? 'is open to the outside: load nftables.conf' : 'closed',
  }));
}

export async function checkAddress(url: string, wanted: number, what: string, advice: string): Promise<Finding> {
  const status = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' }).then(
    (response) => response.status,
    (error: unknown) =>
      error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : '',
  );
  const ok = status === wanted;
  return { ok, what, seen: ok ? String(status) : `${status}: ${advice}` };
}

/** Whether LiveKit offers what the stack is for. */
export function judgeCandidates(candidates: readonly Candidate[], { udp, tcp }: Offers): readonly Finding[] {
  const of = (protocol: Candidate['protocol']): readonly string[] =>
    candidates.filter((one) => one.protocol === protocol).map(({ address, port }) => `${address}:${port}`);
  return (
    [
      ['udp', udp],
      ['tcp', tcp],
    ] as const
  ).map(([protocol, wanted]) => {
    const found = of(protocol);
    const seen = found.length === 0 ? 'none' : found.join(', ');
    const ok = found.length > 0 === wanted;
    // LiveKit answers nobody by UDP who is not in a call: whether a firewall lets it through, only a call shows.
    const untried = protocol === 'udp' && wanted ? ' (offered, not tried: `parley doctor` tries it)' : '';
    return {
      ok,
      what: `candidates by ${protocol.toUpperCase()}`,
      seen: ok
        ? `${seen}${untried}`
        : `${seen}, ${wanted ? 'but there should be one' : 'but there should be none'}: look at rtc in livekit.yaml`,
    };
  });
}

export async function checkTcpCandidates(candidates: readonly Candidate[]): Promise<readonly Finding[]> {
  const tcp = candidates.filter(({ protocol }) => protocol === 'tcp');
  const open = await Promise.all(tcp.map(({ address, port }) => opens(address, port)));
  return tcp.map(({ address, port }, index) => ({
    ok: open[index] === true,
    what: `ICE-TCP at ${address}:${port}`,
    seen:
      open[index] === true
        ? 'takes connections'
        : 'does not answer: is the port open, and is node_ip the address that clients reach?',
  }));
}

/** Asks each TURN server that LiveKit hands out for a relay, with the credentials that it hands out. */
export async function checkTurn({ turn }: Offered, wanted: Offers['turn']): Promise<readonly Finding[]> {
  const kind = (url: string): string => (url.startsWith('turns:') ? 'tls' : /transport=tcp/.test(url) ? 'tcp' : 'udp');
  const missing = wanted
    .filter((one) => !turn.some(({ url }) => kind(url) === one))
    .map((one) => ({
      ok: false,
      what: `TURN by ${one.toUpperCase()}`,
      seen: 'LiveKit hands none out: look at rtc.turn_servers',
    }));
  const asked = await Promise.all(
    turn.map(async ({ url, username, credential }): Promise<Finding> => {
      const answer = await allocate(url, username, credential);
      const what = `TURN at ${url}`;
      if (answer.verdict === 'allocated') return { ok: true, what, seen: `gives a relay (${answer.relay})` };
      return answer.verdict === 'refused'
        ? {
            ok: false,
            what,
            seen: `refuses with ${answer.code}: is the secret the same in livekit.yaml and turnserver.conf?`,
          }
        : { ok: false, what, seen: 'does not answer: is the port open, is the certificate good?' };
    }),
  );
  return [...missing, ...asked];
}
