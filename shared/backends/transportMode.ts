import { z } from 'zod';

/**
 * By which ways a profile's calls may travel. `automatic`: whatever gets through. `tcp`: never UDP from this machine
 * (ICE-TCP, or a relay over TCP or TLS). `relay`: only through the server's TURN relay, which hides this machine's address.
 */
export const transportModes = ['automatic', 'tcp', 'relay'] as const;
export const transportModeSchema = z.enum(transportModes);
export type TransportMode = z.infer<typeof transportModeSchema>;
