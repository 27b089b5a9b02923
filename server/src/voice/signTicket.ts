import { createHmac, createSecretKey } from 'node:crypto';
import { TrackSource, type RoomConfiguration } from 'livekit-server-sdk';
import type { Grants } from './grants.ts';

/** LiveKit's names of sources in a token (livekit/protocol, `sourceToString`). */
const sourceNames = new Map<TrackSource, string>([
  [TrackSource.CAMERA, 'camera'],
  [TrackSource.MICROPHONE, 'microphone'],
  [TrackSource.SCREEN_SHARE, 'screen_share'],
  [TrackSource.SCREEN_SHARE_AUDIO, 'screen_share_audio'],
]);

/** Whose ticket it is, for which room, and for how long: `life` in s. */
interface TicketClaims {
  readonly identity: string;
  readonly name: string;
  readonly room: string;
  readonly life: number;
  readonly grants: Grants;
  /** How LiveKit opens the room, where the ticket's holder is the first. */
  readonly roomConfig?: RoomConfiguration | undefined;
}

const encoded = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
const header = encoded({ alg: 'HS256' });

/**
 * Signs LiveKit's tokens as `AccessToken.toJwt()` does (the test compares the two): RFC 7515 with HS256. Not by it, because
 * it reads the key and makes its parts anew for each: twice the time of the signature, of which a ticket mostly consists
 * (bench/server).
 */
export function createTicketSigner(
  apiKey: string,
  apiSecret: string,
  now: () => number,
): (claims: TicketClaims) => string {
  const key = createSecretKey(apiSecret, 'utf8');
  return ({ identity, name, room, life, grants, roomConfig }) => {
    const issued = Math.floor(now() / 1000);
    const canPublishSources = grants.canPublishSources.map((source) => sourceNames.get(source));
    const payload = encoded({
      name,
      video: { ...grants, canPublishSources, room, roomJoin: true },
      iss: apiKey,
      exp: issued + life,
      nbf: issued,
      sub: identity,
      roomConfig,
    });
    const signature = createHmac('sha256', key).update(`${header}.${payload}`).digest('base64url');
    return `${header}.${payload}.${signature}`;
  };
}
