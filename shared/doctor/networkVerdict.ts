import { pathSteps, type Endpoint, type NetworkCause, type NetworkReport, type NetworkStep } from './networkCheck.ts';

/** What a whole check comes to. `summary` and each of `remarks` have texts in the locale files: cause, consequence, what to ask for. */
export interface NetworkVerdict {
  /** Whether a call would be heard from here. `unknown`: the check was stopped, or could not get that far. */
  readonly voice: 'works' | 'blocked' | 'unknown';
  readonly summary: VerdictCause;
  /** What is wrong besides. */
  readonly remarks: readonly NetworkCause[];
  /** What an administrator of this network would have to let through. */
  readonly asks: readonly Endpoint[];
  /** The way that a call would take, the fastest that works; null when none is known to. */
  readonly path: NetworkStep | null;
}

export type VerdictCause =
  | NetworkCause
  /** A direct way works, and nothing is wrong that keeps the program from working. */
  | 'fine'
  /** UDP does not get through, ICE over TCP does. */
  | 'udpBlocked'
  /** Neither of the direct ways gets through, a relay does. */
  | 'onlyRelay'
  /** The server is reached, and no way for the voice is. */
  | 'mediaBlocked'
  | 'stopped'
  /** Everything that could be checked works; of the voice nothing is known. */
  | 'voiceUnchecked'
  /** The check itself went wrong. */
  | 'checkFailed';

/** Causes that are told besides a verdict rather than in its place. */
const remarkable: readonly NetworkCause[] = [
  'nameSlow',
  'turnNameSlow',
  'turnNameUnknown',
  'turnNameNotInDns',
  'clockWrong',
  'relayRefused',
  'upgradeStripped',
  'proxyUnsupported',
  'proxyUnreachable',
];
/** Steps of connections that the program makes itself: where one fails, something does not work, though a voice may get through. */
const ownWays: readonly NetworkStep[] = ['tls', 'upgrade'];
/** Failures of these stop nothing by themselves: what needs them says so. */
const beside: readonly NetworkStep[] = ['clock', 'turnName', ...pathSteps];

/**
 * What the reports of a check mean, in one cause. The first step that fails names it, since what follows fails because of
 * it; where everything up to the voice server works, the ways of the voice decide.
 */
export function decideNetworkVerdict(reports: readonly NetworkReport[], stopped = false): NetworkVerdict {
  const of = (name: NetworkStep): NetworkReport | undefined => reports.find((report) => report.name === name);
  const works = (name: NetworkStep): boolean => of(name)?.verdict === 'ok';
  const besides = reports.flatMap(({ name, verdict: one, facts: { cause } = {} }) => {
    const told = cause !== undefined && (remarkable.includes(cause) || (one === 'failed' && ownWays.includes(name)));
    return told ? [cause] : [];
  });
  const remarks = [...new Set(besides)];
  const verdict = (
    voice: NetworkVerdict['voice'],
    summary: VerdictCause,
    asks: readonly Endpoint[] = [],
    path: NetworkStep | null = null,
  ): NetworkVerdict => ({
    voice,
    summary,
    remarks: remarks.filter((cause) => cause !== summary),
    asks: distinct(asks),
    path,
  });
  const endpointsOf = (names: readonly NetworkStep[]): Endpoint[] =>
    names.flatMap((name) => (of(name)?.verdict === 'failed' ? (of(name)?.facts?.endpoints ?? []) : []));

  const path = pathSteps.find(works) ?? null;
  if (path === 'iceTcp' && of('udp')?.verdict === 'failed')
    return verdict('works', 'udpBlocked', endpointsOf(['udp']), path);
  if (path === 'udp' || path === 'iceTcp') {
    const missing = ownWays.map(of).find((report) => report?.verdict === 'failed');
    return verdict('works', missing?.facts?.cause ?? 'fine', missing?.facts?.endpoints ?? [], path);
  }
  if (path !== null) {
    const direct = endpointsOf(['udp', 'iceTcp']);
    return verdict('works', 'onlyRelay', direct, path);
  }
  const first = reports.find(({ name, verdict: one }) => one === 'failed' && !beside.includes(name));
  // A name or a connection of one's own may fail where the program's way works: by a proxy that main cannot see.
  const reached = works('answer');
  const blocking = reports.find(
    ({ name, verdict: one }) =>
      one === 'failed' && !beside.includes(name) && !(reached && ['proxy', 'name', 'tcp', 'tls'].includes(name)),
  );
  const named = blocking ?? (reached ? undefined : first);
  if (named !== undefined) {
    // What `answer` says of a connection that did not come about, the step before it says better.
    const better = named.name === 'answer' ? first : named;
    const cause = better?.facts?.cause ?? named.facts?.cause ?? 'checkFailed';
    return verdict(isAboutServer(cause) ? 'unknown' : 'blocked', cause, better?.facts?.endpoints ?? []);
  }
  if (stopped) return verdict('unknown', 'stopped');
  const tried = pathSteps.filter((name) => of(name)?.verdict === 'failed');
  if (tried.length > 0) {
    return verdict('blocked', 'mediaBlocked', endpointsOf(tried));
  }
  if (!reached) return verdict('unknown', 'stopped');
  const kept = reports.find(({ verdict: one, facts }) => one === 'skipped' && facts?.cause !== undefined);
  return verdict('unknown', kept?.facts?.cause ?? 'voiceUnchecked');
}

/** Causes that say nothing about this network. */
const isAboutServer = (cause: VerdictCause): boolean =>
  [
    'tooManyChecks',
    'tooManyRequests',
    'noTicket',
    'checkFailed',
    'otherServer',
    'serverFails',
    'voiceServerDown',
    'ticketRefused',
  ].includes(cause);

const textOf = ({ protocol, host, port }: Endpoint): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}/${protocol === 'udp' ? 'udp' : 'tcp'}`;

const distinct = (endpoints: readonly Endpoint[]): readonly Endpoint[] =>
  [...new Map(endpoints.map((endpoint) => [textOf(endpoint), endpoint])).values()].toSorted((a, b) =>
    textOf(a) < textOf(b) ? -1 : 1,
  );

/** As firewalls' rules name it: `udp 203.0.113.24:7882`. */
export const endpointText = (endpoint: Endpoint): string => {
  const [address = '', protocol = ''] = textOf(endpoint).split('/');
  return `${protocol} ${address}`;
};

/** The check as text to hand on: one line a step, then what it comes to. English; holds no secret, because the steps hold none. */
export function networkReportText(
  reports: readonly NetworkReport[],
  verdict: NetworkVerdict,
  about: { readonly version: string; readonly platform: string; readonly server: string; readonly at: string },
): string {
  const lines = reports.map(({ name, verdict: one, ms, detail, facts }) => {
    const measured = [
      ...(one === 'skipped' ? [] : [`${ms} ms`]),
      ...(facts?.roundTrip === undefined ? [] : [`round trip ${Math.round(facts.roundTrip)} ms`]),
      ...(facts?.loss === undefined ? [] : [`loss ${(facts.loss * 100).toFixed(1)} %`]),
      ...(facts?.cause === undefined ? [] : [facts.cause]),
    ].join(', ');
    return `${name.padEnd(9)} ${one.padEnd(8)} ${measured}${measured === '' ? '' : ': '}${detail}`;
  });
  return [
    `Parley ${about.version} on ${about.platform}, ${about.at}`,
    `Server ${about.server}`,
    ...lines,
    `Voice ${verdict.voice}: ${[verdict.summary, ...verdict.remarks].join(', ')}`,
    ...(verdict.path === null ? [] : [`Path ${verdict.path}`]),
    ...(verdict.asks.length === 0 ? [] : [`To be let through: ${verdict.asks.map(endpointText).join(', ')}`]),
  ].join('\n');
}
