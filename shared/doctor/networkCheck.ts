import type { PlannedStep, StepReport } from './steps.ts';

/** The steps of the network doctor, in the order in which they are made and shown. */
export const networkSteps = [
  /** What the system says about a proxy for this address. */
  'proxy',
  /** The name, of the server or of the proxy, has an address. */
  'name',
  /** A TCP connection, to the server or to the proxy. */
  'tcp',
  /** TLS, through the proxy where there is one, and who signed the certificate. */
  'tls',
  /** Something answers in HTTP, and it is the server rather than the sign-in page of a network. */
  'answer',
  /** The server's clock and this one's. */
  'clock',
  /** The connection becomes a WebSocket. */
  'upgrade',
  /** The voice server lets a check in. */
  'livekit',
  /** The names of the relays have addresses. */
  'turnName',
  'udp',
  'iceTcp',
  'turnUdp',
  'turnTcp',
  'turnTls',
] as const;
export type NetworkStep = (typeof networkSteps)[number];

/** Ways that the voice itself can take, the best first. */
export const pathSteps = ['udp', 'iceTcp', 'turnUdp', 'turnTcp', 'turnTls'] as const satisfies readonly NetworkStep[];
export type PathStep = (typeof pathSteps)[number];

/** The steps that main makes; the others take a page with WebRTC. */
export const wireSteps = [
  'proxy',
  'name',
  'tcp',
  'tls',
  'answer',
  'clock',
  'upgrade',
] as const satisfies readonly NetworkStep[];
export type WireStep = (typeof wireSteps)[number];

/** Why a step failed or, where it succeeded, what is wrong all the same. Each has texts of its own in the locale files. */
export const networkCauses = [
  /** The system's proxy setting leads to a kind that Parley does not speak (SOCKS, HTTPS). */
  'proxyUnsupported',
  'proxyUnreachable',
  /** The proxy wants a name and a password (407), and has none that it takes. */
  'proxyLogin',
  /** The proxy does not connect to this host and port. */
  'proxyRefuses',
  'nameUnknown',
  'nameServerSilent',
  /** The name server took longer than `slowName`. */
  'nameSlow',
  /** The host answers that nothing listens there, or a firewall says so. */
  'portClosed',
  /** Nothing comes back: a firewall drops it, or the host is off. */
  'portSilent',
  /** This computer has no way there at all. */
  'offline',
  /** What answers on the port of https does not speak TLS. */
  'notTls',
  'certificateExpired',
  'certificateNotYetValid',
  'certificateOtherName',
  'certificateSelfSigned',
  /** The chain ends at an authority that this computer does not know: a private one, or a firewall that reads along. */
  'certificateUnknownAuthority',
  'certificateBad',
  'tlsFailed',
  /** The sign-in page of a network answers in the server's place. */
  'loginPage',
  /** A page that forbids it: a network's, or that of something else at this address. */
  'forbiddenPage',
  /** 429: of the server, or of a proxy on the way. */
  'tooManyRequests',
  /** The server is reached, but only speaks https. */
  'httpsNeeded',
  /** The server is there, without the path of the address. */
  'wrongPath',
  /** Something else than such a server answers. */
  'otherServer',
  /** The server answers with an error of its own. */
  'serverFails',
  'noAnswer',
  'clockWrong',
  /** The request to become a WebSocket did not get through as one. */
  'upgradeStripped',
  /** The backend answers but its LiveKit server does not. */
  'voiceServerDown',
  /** LiveKit refused the ticket: expired or not valid. */
  'ticketRefused',
  'tooManyChecks',
  /** The server gives no ticket for a check. */
  'noTicket',
  /** Of this kind of server only whoever is signed in gets tickets. */
  'notSignedIn',
  /** Each room of this backend is a channel of its people, and each account one participant: a check would be seen there, and end a call. */
  'noOwnRoom',
  'turnNameUnknown',
  'turnNameSlow',
  /** Chromium asks the name servers alone for a relay by UDP: a name that this computer's hosts file has is none to it. */
  'turnNameNotInDns',
  /** Nothing came back on this way of the voice. */
  'pathBlocked',
  /** The server's relay does not accept the credentials that its own server gave out. */
  'relayRefused',
] as const;
export type NetworkCause = (typeof networkCauses)[number];

/** Where a step went to. */
export interface Endpoint {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

/** What a step of the network doctor found besides its verdict. */
export interface NetworkFacts {
  readonly cause?: NetworkCause;
  readonly endpoints?: readonly Endpoint[];
  /** Of packets there and back, 0..1. */
  readonly loss?: number;
  /** ms */
  readonly roundTrip?: number;
  /** Of the server's clock against this one's, ms; positive when this one is behind. */
  readonly skew?: number;
}

export type NetworkReport = StepReport<NetworkStep>;

/** A name that takes longer delays every join, ms. The resolver of a system asks again after 5 s. */
export const slowName = 1_000;
/** LiveKit takes tickets that are a minute off; half of it is too much to go unsaid, ms. */
export const mostSkew = 30_000;

export interface NetworkTarget {
  /** https or wss, rather than http or ws. */
  readonly secure: boolean;
  /** Why nothing is tried by UDP, in English; null when it is. */
  readonly noUdp: string | null;
}

/** Which steps a target has, and which of them need which. */
export function planNetworkCheck({ secure, noUdp }: NetworkTarget): readonly PlannedStep<NetworkStep>[] {
  const plain = 'The address is not encrypted (http or ws).';
  const planned: Record<NetworkStep, Omit<PlannedStep<NetworkStep>, 'name'>> = {
    proxy: { needs: [], omitted: null },
    name: { needs: ['proxy'], omitted: null },
    tcp: { needs: ['name'], omitted: null },
    tls: { needs: ['tcp'], omitted: secure ? null : plain },
    // The program's own way to the server, which knows more than the steps above: credentials of a proxy, for one.
    answer: { needs: [], omitted: null },
    clock: { needs: ['answer'], omitted: null },
    upgrade: { needs: ['answer'], omitted: null },
    livekit: { needs: ['answer'], omitted: null },
    turnName: { needs: ['livekit'], omitted: null },
    udp: { needs: ['livekit'], omitted: noUdp },
    iceTcp: { needs: ['livekit'], omitted: null },
    turnUdp: { needs: ['livekit'], omitted: noUdp },
    turnTcp: { needs: ['livekit'], omitted: null },
    turnTls: { needs: ['livekit'], omitted: null },
  };
  return networkSteps.map((name) => ({ name, ...planned[name] }));
}
