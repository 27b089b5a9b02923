import { z } from 'zod';

/**
 * By which ways a profile's calls may travel. `automatic`: whatever gets through. `tcp`: never UDP from this machine
 * (ICE-TCP, or a relay over TCP or TLS). `relay`: only through the server's TURN relay, which hides this machine's address.
 */
export const transportModes = ['automatic', 'tcp', 'relay'] as const;
export const transportModeSchema = z.enum(transportModes);
export type TransportMode = z.infer<typeof transportModeSchema>;

/** How one call travels. `relayTcp`: by the relay alone, and that without UDP. */
export type CallTransport = TransportMode | 'relayTcp';

/** What becomes of a profile's mode where the administrator forbids UDP (`shared/policy`). */
export const transportUnder = (mode: TransportMode, udpForbidden: boolean): CallTransport =>
  udpForbidden ? (mode === 'relay' ? 'relayTcp' : 'tcp') : mode;
