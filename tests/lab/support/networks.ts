/** What a network between client and server does with packets. */
export interface Network {
  readonly name: string;
  /** Rules of nftables in the gateway's forward chain; those after which nothing is left accept. */
  readonly rules: readonly string[];
}

/** Both directions of the client's traffic. */
const both = (what: string, verdict: string): readonly string[] => [
  ...(/\{dport\}/.test(what) ? [what.replaceAll('{dport}', 'dport'), what.replaceAll('{dport}', 'sport')] : [what]).map(
    (one) => `${one} ${verdict}`,
  ),
];

const loss = (percent: number): Network => ({
  name: `loss of ${percent} %`,
  rules: [`numgen random mod 100 < ${percent} drop`],
});

const only443 = both('tcp {dport} 443', 'accept');

export const networks = {
  open: { name: 'open', rules: [] },
  udpDropped: { name: 'UDP dropped', rules: both('meta l4proto udp', 'drop') },
  udpRejected: { name: 'UDP rejected', rules: ['meta l4proto udp reject with icmpx port-unreachable'] },
  only443: { name: 'only 443', rules: [...only443, 'drop'] },
  /** As a network that knows web and mail ports only: neither ICE-TCP nor TURN's own ports. */
  no7881: { name: '7881 blocked', rules: both('tcp {dport} 7881', 'drop') },
  /** Neither UDP nor ICE-TCP. */
  turnOnly: { name: 'UDP and 7881 dropped', rules: ['meta l4proto udp drop', ...both('tcp {dport} 7881', 'drop')] },
  /** Nothing at all is handed on: who gets out does it by the gateway's proxy. */
  proxyOnly: { name: 'only a proxy', rules: ['drop'] },
  loss5: loss(5),
  loss20: loss(20),
  /** Established connections are reset, by whichever side sends next. */
  signallingReset: { name: 'signalling reset', rules: both('tcp {dport} 443', 'reject with tcp reset') },
  dead: { name: 'dead', rules: ['drop'] },
} as const satisfies Record<string, Network>;

/** What goes through the gateway, by kind; each is counted in both directions. */
export const kinds = {
  UDP: 'meta l4proto udp',
  ICE_TCP: 'tcp {dport} 7881',
  HTTPS: 'tcp {dport} 443',
  TURN: 'tcp {dport} { 3478, 5349 }',
} as const;
export type Kind = keyof typeof kinds;

/** The gateway's table: `sent_…` counts before the network's rules, `passed_…` what they let through. */
export function gatewayTable(): string {
  const names = Object.keys(kinds) as Kind[];
  const counters = (when: string): readonly string[] =>
    names.flatMap((kind) => ['up', 'down'].map((way) => `counter ${when}_${kind}_${way} {}`));
  const counting = (when: string): readonly string[] =>
    names.flatMap((kind) => [
      `iifname "client" ${kinds[kind].replace('{dport}', 'dport')} counter name ${when}_${kind}_up`,
      `iifname "server" ${kinds[kind].replace('{dport}', 'sport')} counter name ${when}_${kind}_down`,
    ]);
  return [
    'table inet lab {',
    ...counters('sent'),
    ...counters('passed'),
    'chain before { type filter hook forward priority -10;',
    ...counting('sent'),
    '}',
    'chain network { type filter hook forward priority 0;',
    '}',
    'chain after { type filter hook forward priority 10;',
    ...counting('passed'),
    '}',
    '}',
    '',
  ].join('\n');
}

/** The script that changes the network to this one. */
export const changeTo = ({ rules }: Network): string =>
  ['flush chain inet lab network', ...rules.map((rule) => `add rule inet lab network ${rule}`), ''].join('\n');
