import type { IceProbe } from '@parley/shared/ipc/iceProbe';
import type { MediaEvidence } from './evidence.ts';

/**
 * What a check of the way to the server needs of a connection that is on; null where its descriptions do not tell. Names
 * (mDNS) are left out: LiveKit tells addresses.
 *
 * @param ours local description, SDP
 * @param theirs remote description, SDP
 */
export function iceProbeOf(
  ours: string,
  theirs: string,
  { udp, tcp }: Pick<MediaEvidence, 'udp' | 'tcp'>,
): IceProbe | null {
  const [local, remote, password] = [lineOf(ours, 'ice-ufrag'), lineOf(theirs, 'ice-ufrag'), lineOf(theirs, 'ice-pwd')];
  if (local === null || remote === null || password === null) return null;
  return { username: `${remote}:${local}`, password, udp: udp.flatMap(endpointOf), tcp: tcp.flatMap(endpointOf) };
}

const lineOf = (sdp: string, name: string): string | null =>
  new RegExp(`^a=${name}:(\\S+)`, 'm').exec(sdp)?.[1] ?? null;

function endpointOf(address: string): IceProbe['udp'] {
  const [, six, four, port = ''] = /^(?:\[([0-9a-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3})):(\d{1,5})$/i.exec(address) ?? [];
  const host = six ?? four;
  return host === undefined ? [] : [{ host, port: Number(port) }];
}
