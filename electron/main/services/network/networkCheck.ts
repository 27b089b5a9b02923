import { isIP } from 'node:net';
import { serverInfoSchema } from '@parley/shared/backends/parley/api';
import {
  mostSkew,
  slowName,
  type NetworkCause,
  type NetworkFacts,
  type WireStep,
} from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import { parseJson, type HttpAnswer, type HttpClient } from '../backends/httpClient.ts';
import { judgeAnswer } from './judgeAnswer.ts';
import { chooseWay, dial, hostOf, isSecure, portOf, type DialPorts } from './dial.ts';
import type { ProxyRoute } from './proxyRoute.ts';
import { openTcp, readHead, resolveName, type WireFailure } from './wire.ts';

export interface WireTarget {
  /** http, https, ws or wss. */
  readonly url: URL;
  /** What has to answer there, or else something is wrong; of other backends nothing is known. */
  readonly kind: 'parley' | 'livekit' | 'other';
}

/** The steps of the network doctor that need no page (`shared/doctor/networkCheck.ts`), about one server. */
export interface WireCheck {
  /** Never rejects. Where the signal ends it the step is `skipped`; it has a time limit of its own. */
  step(name: WireStep, signal: AbortSignal): Promise<StepFinding>;
  /** Whether names, such as those of the relays, have addresses, and how soon. */
  names(hosts: readonly string[], signal: AbortSignal): Promise<StepFinding>;
}

/** ms. A name server that is asked again after five seconds, twice, is still told apart from one that never answers. */
const usualLimits = { step: 6_000, name: 15_000 };

export function createWireCheck(
  ports: DialPorts & {
    readonly http: HttpClient;
    /** Wall clock, ms since the epoch. */
    readonly now: () => number;
    /** Of a step, ms. */
    readonly limits?: typeof usualLimits;
  },
  { url, kind }: WireTarget,
): WireCheck {
  const { limits = usualLimits } = ports;
  let route: ProxyRoute = { kind: 'direct' };
  let answered: { readonly answer: HttpAnswer; readonly ahead: number | null } | null = null;
  const next = (): { host: string; port: number } =>
    route.kind === 'http' ? { host: route.host, port: route.port } : { host: hostOf(url), port: portOf(url) };
  const through = (): string => (route.kind === 'http' ? ', through the proxy' : '');

  const steps: Record<WireStep, (signal: AbortSignal) => Promise<StepFinding>> = {
    async proxy(signal) {
      const way = await chooseWay(ports, url, signal);
      way.socket?.destroy();
      ({ route } = way);
      const [before] = way.passed;
      if (route.kind === 'unsupported')
        return failed(before ?? { cause: 'proxyUnsupported', detail: `A proxy of the kind ${route.name}.` });
      const taken = route.kind === 'http' ? `${route.host}:${route.port}` : 'None';
      if (before !== undefined)
        return fine(`${way.passed.map(({ detail }) => detail).join('; ')}; next: ${taken}`, { cause: before.cause });
      return fine(route.kind === 'http' ? taken : 'None is set for this address.');
    },
    name: (signal) => namesOf([next().host], 'nameSlow', 'nameUnknown', signal),
    async tcp(signal) {
      const { host, port } = next();
      const opened = await openTcp(host, port, signal);
      if (!opened.ok) return failed(opened.error);
      const address = opened.value.remoteAddress ?? host;
      opened.value.destroy();
      return fine(`${address}, port ${port}${route.kind === 'http' ? ', the proxy' : ''}`, {
        endpoints: [{ protocol: 'tcp', host, port }],
      });
    },
    async tls(signal) {
      const opened = await dial(ports, url, signal);
      if (!opened.ok) return failed(opened.error);
      const { socket, certificate } = opened.value;
      socket.destroy();
      return fine(
        certificate === null
          ? 'No TLS.'
          : `${certificate.subject}, signed by ${certificate.issuer}, valid until ${certificate.validTo}${through()}`,
      );
    },
    async answer(signal) {
      const began = ports.now();
      const answer = await ports.http({ method: 'GET', url: pageOf(known[kind].page) });
      const ended = ports.now();
      if (answer.ok && isRight(answer.value)) {
        const { serverNow } = answer.value;
        // The header counts whole seconds.
        answered = { answer: answer.value, ahead: serverNow === null ? null : serverNow + 500 - (began + ended) / 2 };
        return fine(`HTTP status ${answer.value.status}.`, { roundTrip: ended - began });
      }
      // How the answer is not right shows best on a connection of one's own.
      const looked = await look(signal);
      if (looked !== null) return failed(looked);
      const cause = answer.ok ? 'otherServer' : (causeOf(answer.error.message) ?? 'noAnswer');
      return failed({ cause, detail: answer.ok ? `HTTP status ${answer.value.status}.` : answer.error.message });
    },
    async clock() {
      const ahead = answered?.ahead ?? null;
      if (ahead === null) return { verdict: 'skipped', detail: 'The server does not say what time it has.' };
      const facts = { skew: Math.round(ahead) };
      const seconds = Math.round(Math.abs(ahead) / 1000);
      if (Math.abs(ahead) <= mostSkew) return fine(`Within ${Math.max(1, seconds)} s.`, facts);
      return failed({
        cause: 'clockWrong',
        detail: `This computer is ${seconds} s ${ahead > 0 ? 'behind' : 'ahead of'} the server.`,
        ...facts,
      });
    },
    async upgrade(signal) {
      const { socket } = known[kind];
      if (socket === null) return { verdict: 'skipped', detail: 'This kind of server has no WebSocket of its own.' };
      const opened = await dial(ports, url, signal);
      if (!opened.ok) return failed(opened.error);
      const head = await readHead(opened.value.socket, { host: url.host, path: pathOf(socket.path) }, signal, true);
      const detail = head.ok ? `HTTP status ${head.value.status}${through()}.` : head.error.detail;
      if (head.ok && socket.statuses.includes(head.value.status)) return fine(detail);
      return failed({
        cause: head.ok && head.value.status === 407 ? 'proxyLogin' : 'upgradeStripped',
        detail,
        endpoint: { protocol: isSecure(url) ? 'tls' : 'tcp', host: hostOf(url), port: portOf(url) },
      });
    },
  };

  const pathOf = (path: string): string => `${url.pathname.replace(/\/+$/, '')}${path}`;
  const pageOf = (path: string): string => `${isSecure(url) ? 'https' : 'http'}://${url.host}${pathOf(path)}`;
  const isRight = (answer: HttpAnswer): boolean => known[kind].isRight(answer);

  /** What is wrong with the answer, by its head; null when that does not say it. */
  const look = async (signal: AbortSignal): Promise<WireFailure | null> => {
    const head = await headOf(url, pathOf(known[kind].page), signal);
    if (head === null || !head.ok) {
      // Nothing that speaks HTTP: perhaps it speaks TLS.
      if (!isSecure(url) && (await speaksTls(signal)))
        return { cause: 'httpsNeeded', detail: 'The port speaks TLS, and the address begins with http.' };
      return head?.error ?? null;
    }
    const { status } = head.value;
    if (status === 400 && !isSecure(url) && (await speaksTls(signal)))
      return { cause: 'httpsNeeded', detail: 'The port speaks TLS, and the address begins with http.' };
    const judged = judgeAnswer(head.value, pageOf('/'));
    if ((status >= 300 && status < 400) || status === 407 || status === 429 || status >= 500) return judged;
    // Whatever it answers otherwise may be right for such a server.
    if (kind === 'other') return null;
    if (kind === 'parley' && pathOf('') !== '') {
      const root = await ports.http({
        method: 'GET',
        url: `${isSecure(url) ? 'https' : 'http'}://${url.host}/api/server`,
      });
      if (root.ok && serverInfoSchema.safeParse(parseJson(root.value.text)).success)
        return { cause: 'wrongPath', detail: `Nothing at ${pathOf('/api/server')}, a Parley server at /api/server.` };
    }
    return judged;
  };
  const headOf = async (at: URL, path: string, signal: AbortSignal) => {
    const opened = await dial(ports, at, signal);
    return opened.ok ? readHead(opened.value.socket, { host: at.host, path }, signal) : opened;
  };
  const speaksTls = async (signal: AbortSignal): Promise<boolean> => {
    const secure = URL.parse(`https://${url.hostname}:${portOf(url)}/`);
    if (secure === null) return false;
    const opened = await dial(ports, secure, signal);
    if (opened.ok) opened.value.socket.destroy();
    // A certificate that is refused is one all the same.
    return opened.ok || opened.error.cause.startsWith('certificate');
  };

  const within = async (
    limit: number,
    signal: AbortSignal,
    make: (signal: AbortSignal) => Promise<StepFinding>,
  ): Promise<StepFinding> => {
    const finding = await make(AbortSignal.any([signal, AbortSignal.timeout(limit)]));
    return signal.aborted ? { verdict: 'skipped', detail: 'Left out.' } : finding;
  };
  return {
    step: (name, signal) =>
      within(name === 'name' ? limits.name : name === 'answer' ? 2 * limits.step : limits.step, signal, steps[name]),
    names: (hosts, signal) =>
      within(limits.name, signal, (limited) => namesOf(hosts, 'turnNameSlow', 'turnNameUnknown', limited)),
  };
}

interface KnownServer {
  readonly page: string;
  isRight(answer: HttpAnswer): boolean;
  /** Where it takes WebSockets, and how it answers to one that nobody authorised. */
  readonly socket: { readonly path: string; readonly statuses: readonly number[] } | null;
}
const known: Readonly<Record<WireTarget['kind'], KnownServer>> = {
  parley: {
    page: '/api/server',
    isRight: ({ status, text }) => status === 200 && serverInfoSchema.safeParse(parseJson(text)).success,
    socket: { path: '/api/events', statuses: [101] },
  },
  // Without a token it says 401 to both; to a request that is none for a WebSocket any more it says 404 (livekit-server 1.13,
  // pkg/service/rtcservice.go).
  livekit: {
    page: '/rtc/validate',
    isRight: ({ status, contentType }) => (status === 401 || status === 403) && contentType !== 'text/html',
    socket: { path: '/rtc', statuses: [101, 400, 401, 403] },
  },
  other: { page: '/', isRight: ({ status }) => status < 500, socket: null },
};

async function namesOf(
  hosts: readonly string[],
  slow: NetworkCause,
  unknown: NetworkCause,
  signal: AbortSignal,
): Promise<StepFinding> {
  const names = hosts.filter((host) => isIP(host) === 0);
  if (names.length === 0) return fine(hosts.length === 0 ? 'There are none.' : 'An address, no name.');
  const found = await Promise.all(names.map((name) => resolveName(name, signal)));
  const missing = found.find((one) => !one.ok);
  if (missing !== undefined && !missing.ok) {
    const { cause, detail } = missing.error;
    return failed({ cause: cause === 'nameServerSilent' && unknown === 'nameUnknown' ? cause : unknown, detail });
  }
  const all = found.flatMap((one) => (one.ok ? [one.value] : []));
  const longest = Math.max(...all.map(({ ms }) => ms));
  const detail = names.map((name, index) => `${name}: ${all[index]?.addresses.join(', ') ?? ''}`).join('; ');
  if (longest < slowName) return fine(detail);
  return fine(`${detail}; the name server took ${Math.round(longest)} ms`, { cause: slow });
}

/** What Chromium's name of a failure means. */
function causeOf(message: string): NetworkCause | null {
  const found = chromiumCauses.find(([name]) => message.includes(name));
  return found === undefined ? null : found[1];
}
const chromiumCauses: readonly (readonly [name: string, cause: NetworkCause])[] = [
  ['ERR_NAME_NOT_RESOLVED', 'nameUnknown'],
  ['ERR_INTERNET_DISCONNECTED', 'offline'],
  ['ERR_ADDRESS_UNREACHABLE', 'offline'],
  ['ERR_CONNECTION_REFUSED', 'portClosed'],
  ['ERR_CONNECTION_TIMED_OUT', 'portSilent'],
  ['ERR_PROXY_CONNECTION_FAILED', 'proxyUnreachable'],
  ['ERR_PROXY_AUTH', 'proxyLogin'],
  ['ERR_TUNNEL_CONNECTION_FAILED', 'proxyRefuses'],
  ['ERR_CERT_DATE_INVALID', 'certificateExpired'],
  ['ERR_CERT_COMMON_NAME_INVALID', 'certificateOtherName'],
  ['ERR_CERT_AUTHORITY_INVALID', 'certificateUnknownAuthority'],
  ['ERR_CERT_', 'certificateBad'],
  ['ERR_SSL_', 'notTls'],
];

const fine = (detail: string, facts?: NetworkFacts): StepFinding => ({
  verdict: 'ok',
  detail,
  ...(facts === undefined ? {} : { facts }),
});
const failed = ({ cause, detail, endpoint, ...facts }: WireFailure & NetworkFacts): StepFinding => ({
  verdict: 'failed',
  detail,
  facts: { cause, ...(endpoint === undefined ? {} : { endpoints: [endpoint] }), ...facts },
});
