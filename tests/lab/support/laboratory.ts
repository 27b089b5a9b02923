import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { namespaceBy, type Namespace } from '../../fixtures/namespace.ts';
import { changeTo, gatewayTable, kinds, type Kind, type Network } from './networks.ts';

/** Names that resolve in the laboratory. */
export const domain = 'voice.parley.test';
export const turnDomain = 'turn.voice.parley.test';
export const serverAddress = '10.97.2.2';

export type Place = 'client' | 'gateway' | 'server';

/** Three network namespaces in a row: client – gateway – server. Linux, root. */
export interface Laboratory {
  readonly client: Namespace;
  readonly gateway: Namespace;
  /** The gateway with the laboratory's names, for what has to resolve them there. */
  readonly gatewayWithNames: Namespace;
  readonly gatewayAddress: string;
  readonly server: Namespace;
  change(network: Network): void;
  /** Packets, or bytes, so far, both directions together unless one is said. */
  count(
    kind: Kind,
    options?: { readonly way?: 'up' | 'down'; readonly when?: 'sent' | 'passed'; readonly what?: 'packets' | 'bytes' },
  ): number;
}

const namespaceName = (prefix: string, place: Place): string => `${prefix}-${place}`;

/** How to enter one of them, for programs that are started otherwise. */
export const enter = (prefix: string, place: Place): readonly [string, ...string[]] => [
  'nsenter',
  `--net=/run/netns/${namespaceName(prefix, place)}`,
];

const places: readonly Place[] = ['client', 'gateway', 'server'];

/** Makes the namespaces and what joins them. `prefix` has to be the caller's own. */
export function build(prefix: string): void {
  const ip = (...args: readonly string[]): void => void execFileSync('ip', args);
  const within = (place: Place, ...command: readonly string[]): void => {
    const [program, ...before] = enter(prefix, place);
    execFileSync(program, [...before, ...command]);
  };
  for (const place of places) {
    const name = namespaceName(prefix, place);
    ip('netns', 'add', name);
    within(place, 'ip', 'link', 'set', 'lo', 'up');
    within(place, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6');
    // `ip netns exec` puts these in the place of /etc/hosts and /etc/resolv.conf. At that name server answers what a test starts
    // (`names.ts`), or the kernel, at once: a silent one would cost each join 13 s (facts/network-lab.md §2).
    mkdirSync(`/etc/netns/${name}`, { recursive: true });
    writeFileSync(`/etc/netns/${name}/hosts`, `127.0.0.1 localhost\n${serverAddress} ${domain} ${turnDomain}\n`);
    writeFileSync(`/etc/netns/${name}/resolv.conf`, 'nameserver 127.0.0.1\n');
  }
  const gateway = namespaceName(prefix, 'gateway');
  for (const [place, net, last] of [
    ['client', '10.97.1', 2],
    ['server', '10.97.2', 2],
  ] as const) {
    const name = namespaceName(prefix, place);
    ip('link', 'add', 'eth0', 'netns', name, 'type', 'veth', 'peer', 'name', place, 'netns', gateway);
    within(place, 'ip', 'address', 'add', `${net}.${last}/24`, 'dev', 'eth0');
    within('gateway', 'ip', 'address', 'add', `${net}.1/24`, 'dev', place);
    within(place, 'ip', 'link', 'set', 'eth0', 'up');
    within('gateway', 'ip', 'link', 'set', place, 'up');
    within(place, 'ip', 'route', 'add', 'default', 'via', `${net}.1`);
  }
  within('gateway', 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  execFileSync('nsenter', [...enter(prefix, 'gateway').slice(1), 'nft', '-f', '-'], { input: gatewayTable() });
}

/** Takes away what `build` made; never fails. */
export function remove(prefix: string): void {
  for (const place of places) {
    const name = namespaceName(prefix, place);
    try {
      execFileSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
    } catch {
      // It was not there.
    }
    rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
  }
}

/** The laboratory that `build` made. */
export function laboratoryOf(prefix: string): Laboratory {
  const gateway = namespaceBy(enter(prefix, 'gateway'));
  const nft = (input: string): void =>
    void execFileSync('nsenter', [...enter(prefix, 'gateway').slice(1), 'nft', '-f', '-'], { input });
  return {
    client: namespaceBy(enter(prefix, 'client')),
    gateway,
    gatewayWithNames: namespaceBy(['ip', 'netns', 'exec', namespaceName(prefix, 'gateway')]),
    gatewayAddress: '10.97.1.1',
    server: namespaceBy(enter(prefix, 'server')),
    change: (network) => nft(changeTo(network)),
    count(kind, { way, when = 'passed', what = 'packets' } = {}) {
      if (!(kind in kinds)) throw new Error(`nothing counts ${kind}`);
      const { said } = gateway.run('nft', ['--json', 'list', 'counters', 'table', 'inet', 'lab']);
      const counters = (
        JSON.parse(said) as { nftables: { counter?: { name: string; packets: number; bytes: number } }[] }
      ).nftables;
      const wanted = (way === undefined ? ['up', 'down'] : [way]).map((one) => `${when}_${kind}_${one}`);
      return counters.reduce(
        (sum, { counter }) => sum + (counter && wanted.includes(counter.name) ? counter[what] : 0),
        0,
      );
    },
  };
}
