import { isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** Of containers and virtual machines: they come and go and say nothing about the network outside. */
const virtual = /^(?:docker|br-|veth|virbr|vmnet|vboxnet|lxc|vEthernet)/i;
const linkLocal = /^(?:fe[89ab][0-9a-f]:|169\.254\.)/i;

/**
 * What tells one network from another without elevated rights on any system: of each interface its name and the prefixes
 * that it is in, and which name servers it was given. The machine's own part of an address is left out: it changes from day
 * to day. Null without any network. Two networks with the same private prefix and the same router address look alike.
 *
 * @param interfaces `os.networkInterfaces()`
 * @param resolvers `dns.getServers()`
 */
export function describeNetwork(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
  resolvers: readonly string[],
): string | null {
  const prefixes = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    virtual.test(name)
      ? []
      : addresses
          .filter(({ internal, address }) => !internal && !linkLocal.test(address))
          .map(({ address, netmask }) => `${name} ${prefixOf(address, netmask)}`),
  );
  if (prefixes.length === 0) return null;
  const sorted = [...new Set(prefixes)].toSorted(inOrder);
  return [...sorted, ...resolvers.toSorted(inOrder).map((resolver) => `dns ${resolver}`)].join('\n');
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The network's part of an address. Of IPv6 its first 64 bits, as every host of a link shares them. */
function prefixOf(address: string, netmask: string): string {
  if (isIPv6(address)) return groupsOf(address).slice(0, 4).join(':');
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, index) => Number(part) & (mask[index] ?? 0))
    .join('.');
}

function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const parts = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [parts(head), parts(tail ?? '')];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: zeros }, () => '0'), ...last].map((group) =>
    Number.parseInt(group, 16).toString(16),
  );
}
