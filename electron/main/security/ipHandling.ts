import { transportUnder, type TransportMode } from '@parley/shared/backends/transportMode';

/**
 * What Chromium may do for the media of a page. Without UDP it gathers no UDP candidate, asks no STUN server and uses TURN
 * over TCP and TLS alone (livekit-facts §1.3). The renderer keeps to the same ways by itself; this holds whatever runs there.
 */
export const ipHandlingPolicyOf = (mode: TransportMode, udpForbidden: boolean): 'default' | typeof withoutUdp =>
  ['tcp', 'relayTcp'].includes(transportUnder(mode, udpForbidden)) ? withoutUdp : 'default';

/** Also the value of Chromium's switch `webrtc-ip-handling-policy`, which holds from the start on. */
export const withoutUdp = 'disable_non_proxied_udp';
