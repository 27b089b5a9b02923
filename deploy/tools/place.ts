import { isIPv4 } from 'node:net';

/** Where an installation is: what its configurations say beside secrets. */
export type Place = Readonly<Record<string, string>>;

/** What is asked for on the command line, and what stands there when nobody says it; null has to be said. */
export const placeOptions = {
  domain: { name: 'DOMAIN', otherwise: null, means: 'name of the service: voice.example.org' },
  ip: { name: 'PUBLIC_IP', otherwise: null, means: 'IPv4 address that this machine has and that clients reach' },
  turn: { name: 'TURN_DOMAIN', otherwise: 'turn.<domain>', means: 'name of the TURN server' },
  'turn-port': { name: 'TURN_PORT', otherwise: '443', means: 'port of TURN/TLS that clients are told' },
  interface: { name: 'INTERFACE', otherwise: 'the one with <ip>', means: 'network interface by which media come' },
  certs: {
    name: 'CERTS',
    otherwise: '/certs',
    means: 'folder of fullchain.pem and privkey.pem, as the programs see it',
  },
  'turn-user': { name: 'TURN_USER', otherwise: 'nobody', means: 'as whom the TURN process runs' },
  region: { name: 'REGION', otherwise: 'default', means: 'region of this LiveKit node (scale)' },
  private: { name: 'PRIVATE_IP', otherwise: '<ip>', means: 'address of this machine among the others (scale)' },
  data: { name: 'DATA_HOST', otherwise: '127.0.0.1', means: 'machine with Redis and PostgreSQL (scale)' },
  media: {
    name: 'MEDIA_HOSTS',
    otherwise: '127.0.0.1',
    means: 'private addresses of LiveKit nodes, by commas (scale)',
  },
  peers: { name: 'MEDIA_ADDRESSES', otherwise: '<ip>', means: 'public addresses of LiveKit nodes, by commas (scale)' },
  app: { name: 'APP_HOSTS', otherwise: '127.0.0.1', means: 'private addresses of Parley servers, by commas (scale)' },
  balancer: {
    name: 'BALANCERS',
    otherwise: '127.0.0.1',
    means: 'private addresses of the balancers, by commas: those that Parley servers see (scale)',
  },
} as const;

type Option = keyof typeof placeOptions;

const domainName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const hostName = (text: string): boolean => domainName.test(text);
const hosts = (text: string): boolean => text.split(',').every(hostName);
const addresses = (text: string): boolean => text.split(',').every(isIPv4);
const port = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;

const checks: Readonly<Record<Option, (text: string) => boolean>> = {
  domain: hostName,
  turn: hostName,
  ip: isIPv4,
  private: isIPv4,
  'turn-port': port,
  interface: (text) => /^[A-Za-z0-9._@-]{1,15}$/.test(text),
  certs: (text) => /^\/[A-Za-z0-9._/-]*$/.test(text),
  'turn-user': (text) => /^[a-z_][a-z0-9_-]{0,31}$/.test(text),
  region: (text) => /^[A-Za-z0-9-]{1,64}$/.test(text),
  data: hostName,
  media: hosts,
  app: hosts,
  peers: addresses,
  balancer: addresses,
};

/** The network interfaces of this machine, and their IPv4 addresses. */
export type Interfaces = Readonly<Record<string, readonly string[]>>;

/**
 * The interface of LiveKit's media: the one that was named, else the one that has the address, else that of the last time. Null where this
 * machine has none of them: LiveKit (1.13.5) starts with an interface that is not there, says nothing, and offers no way.
 */
export function decideInterface(
  named: string | undefined,
  ip: string,
  lastTime: string | undefined,
  interfaces: Interfaces,
): string | null {
  const isThere = (name: string | undefined): name is string => name !== undefined && Object.hasOwn(interfaces, name);
  if (named !== undefined) return isThere(named) ? named : null;
  const [found] = Object.entries(interfaces).find(([, those]) => those.includes(ip)) ?? [];
  return found ?? (isThere(lastTime) ? lastTime : null);
}

const interfacesText = (interfaces: Interfaces): string =>
  Object.entries(interfaces)
    .map(([name, those]) => `${name} (${those.join(', ')})`)
    .join(', ');

/** Whether media come to this machine: to the only one, or to one of those that are named. */
const hasMedia = (place: Place): boolean =>
  place['MEDIA_HOSTS'] === '127.0.0.1' || place['MEDIA_HOSTS']?.split(',').includes(place['PRIVATE_IP'] ?? '') === true;

/**
 * The values of an installation: those of the command line before those of the last time. Throws an `Error` that names each option that
 * is missing or makes no sense.
 */
export function readPlace(
  given: Readonly<Partial<Record<string, string>>>,
  known: Readonly<Record<string, string>>,
  interfaces: Interfaces,
): Record<string, string> {
  const place: Record<string, string> = {};
  const wrong: string[] = [];
  for (const [option, { name, otherwise, means }] of Object.entries(placeOptions)) {
    if (option === 'interface') continue;
    const instead = otherwise?.replace('<domain>', place['DOMAIN'] ?? '').replace('<ip>', place['PUBLIC_IP'] ?? '');
    const value = given[option] ?? known[name] ?? instead;
    if (value === undefined || !checks[option as Option](value)) wrong.push(`  --${option}: ${means}`);
    else place[name] = value;
  }
  const found = decideInterface(given['interface'], place['PUBLIC_IP'] ?? '', known['INTERFACE'], interfaces);
  if (found !== null && checks.interface(found)) place['INTERFACE'] = found;
  // What the other machines are given names it as well, and nobody reads it there.
  else if (given['interface'] === undefined && !hasMedia(place)) place['INTERFACE'] = 'none';
  else if (place['PUBLIC_IP'] !== undefined)
    wrong.push(`  --interface: ${placeOptions.interface.means}; this machine has ${interfacesText(interfaces)}`);
  if (wrong.length > 0) throw new Error(`Missing, or not what it has to be:\n${wrong.join('\n')}`);
  return place;
}

/** What templates are given: the place, the secrets, and lists in the words of each program. */
export function templateValues(place: Place, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const list = (name: string, at: number): string[] => (place[name] ?? '').split(',').map((host) => `${host}:${at}`);
  const media = list('MEDIA_HOSTS', 7880);
  const app = list('APP_HOSTS', 7900);
  const everybody = ['MEDIA_HOSTS', 'APP_HOSTS', 'BALANCERS', 'DATA_HOST', 'PRIVATE_IP'].flatMap((name) =>
    (place[name] ?? '').split(','),
  );
  const quoted = (targets: readonly string[]): string => targets.map((target) => `'${target}'`).join(', ');
  const servers = (targets: readonly string[]): string => targets.map((target) => `server ${target};`).join(' ');
  return {
    ...place,
    ...secrets,
    TURN_PEERS: (place['MEDIA_ADDRESSES'] ?? '')
      .split(',')
      .map((address) => `allowed-peer-ip=${address}`)
      .join('\n'),
    // Debian's nobody has a group of another name.
    TURN_GROUP: place['TURN_USER'] === 'nobody' ? 'nogroup' : (place['TURN_USER'] ?? ''),
    CADDY_MEDIA: media.join(' '),
    CADDY_APP: app.join(' '),
    NGINX_MEDIA: servers(media),
    NGINX_APP: servers(app),
    // Of a balancer that nobody named all callers have the address: then this is for everybody together.
    REQUEST_LIMIT: place['BALANCERS'] === '127.0.0.1' ? '60000' : '1200',
    // Only addresses can be in the firewall's set.
    NFT_HOSTS: [...new Set(everybody.filter(isIPv4))].join(', '),
    LIVEKIT_TARGETS: quoted(list('MEDIA_HOSTS', 6789)),
    PARLEY_TARGETS: quoted(app),
  };
}
