/** A folder of `deploy/` with configurations that belong together. */
export interface Stack {
  readonly name: string;
  /** Templates of `common/` that it uses beside its own. */
  readonly common: readonly string[];
  /** What `deploy/check` expects from outside; null where there is nothing to see. */
  readonly offers: Offers | null;
}

/** How media reaches LiveKit. */
export interface Offers {
  /** Candidates of LiveKit itself. */
  readonly udp: boolean;
  readonly tcp: boolean;
  /** Kinds of TURN addresses. */
  readonly turn: readonly ('udp' | 'tcp' | 'tls')[];
}

const front = ['Caddyfile', 'nginx.conf'];
const oneMachine = ['parley.env', 'redis.conf'];

export const stacks: readonly Stack[] = [
  {
    name: 'standard',
    common: [...front, ...oneMachine],
    offers: { udp: true, tcp: true, turn: ['udp', 'tcp', 'tls'] },
  },
  { name: 'all-tcp/strict', common: [...front, ...oneMachine], offers: { udp: false, tcp: true, turn: [] } },
  // LiveKit names its UDP candidate here, too: the firewall lets nobody but coturn come to it.
  { name: 'all-tcp/relay', common: oneMachine, offers: { udp: true, tcp: true, turn: ['tls'] } },
  { name: 'scale', common: [], offers: { udp: true, tcp: true, turn: ['udp', 'tcp', 'tls'] } },
  { name: 'monitoring', common: [], offers: null },
  { name: 'recording', common: [], offers: null },
];
