import { networkCauses } from './doctor/networkCheck.ts';

/**
 * The closed set of codes that cross a boundary (DESIGN.md §2). The renderer chooses words and recovery from the code
 * and the `reason`; `message` is English technical detail for the disclosure, never a server's body, a stack or a secret.
 */
export const errorCodes = [
  'forbidden',
  'invalid',
  'unauthorised',
  'notFound',
  'unavailable',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Narrower causes, each with a text of its own in `renderer/locales`. */
export const errorReasons = [
  /** Login or password is wrong. */
  'wrongCredentials',
  /** The stored session is no longer accepted: sign in again. */
  'sessionExpired',
  /** Nothing answers at the address. */
  'serverUnreachable',
  /** Something answers, but it is no Parley server. */
  'notParleyServer',
  /** Something answers, but not as a server of the chosen kind does. */
  'notThisServer',
  /** The address is no http or https URL. */
  'badAddress',
  /** The administrator's policy names the servers, and this is none of them. */
  'serverForbidden',
  /** The server speaks a newer or older protocol. */
  'versionMismatch',
  /** Too many tries; wait. */
  'rateLimited',
  /** The channel is gone. */
  'channelNotFound',
  /** The account's permissions do not let it into the channel: its role, or a ban. */
  'joinForbidden',
  /** A text channel cannot be joined by voice. */
  'notVoiceChannel',
  /** Signalling works, media does not get through, and the server offers no relay. */
  'mediaBlocked',
  /** Neither directly nor by the server's relay, which does not answer. */
  'relayUnreachable',
  /** The relay answers, and what it passes on does not arrive. */
  'relayDead',
  /** Only a relay may be used, and the server offers none. */
  'relayMissing',
  /** The channel was deleted while we were inside. */
  'channelDeleted',
  /** A moderator removed us. */
  'removed',
  /** The same account joined from somewhere else. */
  'joinedElsewhere',
  /** The operating system or the person refused the microphone. */
  'microphoneRefused',
  /** There is no microphone. */
  'microphoneAbsent',
  /** The microphone is there but cannot be opened (in use, driver). */
  'microphoneBusy',
  /** It was unplugged while it recorded for this person alone. */
  'microphoneLost',
  /** Nothing would stop the microphone's sound if the page hung. */
  'microphoneUnguarded',
  /** Sound cannot be played on the chosen output. */
  'outputFailed',
  /** A file that was chosen as a sound is none, or of a kind that cannot be played. */
  'notSound',
  /** A sound for a cue is longer than 5 s, or larger than 4 MB. */
  'soundTooLong',
  /** Nothing was chosen, or the system refused screen capture. */
  'screenRefused',
  /** The vault is locked and was not unlocked in time. */
  'vaultLocked',
  /** The server does not accept the token that was pasted: it has expired or was withdrawn. */
  'tokenExpired',
  /** What was pasted is no token of the kind that is needed. */
  'tokenUnreadable',
  /** The answer to a configured sign-in has no token where the profile says it is. */
  'tokenNotInAnswer',
  /** The account's subscription does not include this. */
  'subscriptionRequired',
  /** The backend answers, but has no LiveKit credentials of its own. */
  'voiceNotConfigured',
  /** A moderator's permission is missing here, or the person's rank is not below the moderator's. */
  'moderationForbidden',
  /** As `moderationForbidden`, or the person may not join the channel they were to be moved to. */
  'moveForbidden',
  /** The person or the channel that something was to happen to is no longer there. */
  'personGone',
  /** There is no such mute or ban here. */
  'nothingToLift',
  /** The password that was asked for again is wrong. */
  'wrongPassword',
  /** Somebody else signs in by this login. */
  'loginTaken',
  /** The invitation, or the code for a new password, is not or no longer good. */
  'codeRefused',
  /** Nobody would be left who administers the server. */
  'lastAdministrator',
  /** A session or an invitation has ended already. */
  'alreadyEnded',
  /** The file could not be written. */
  'fileNotWritten',
  /** The sign-in page is none that is opened in the system browser, or there is no browser. */
  'noBrowser',
  /** The server cannot reach the identity provider that it signs people in with. */
  'providerUnavailable',
  /** The identity provider's answer, or the code that came of it, does not hold. */
  'providerRefused',
  /** The identity provider knows the person; the server has no account for them, or does not let them use it. */
  'accountRefused',
  /** What stands in the way to a server: `voiceServerDown` and `ticketRefused` among them. */
  ...networkCauses,
] as const;

export type ErrorReason = (typeof errorReasons)[number];

export interface ParleyError {
  readonly code: ErrorCode;
  readonly reason?: ErrorReason;
  /** English, for the technical detail; contains neither secrets nor stacks. */
  readonly message: string;
  /** The id of a channel of the same name that this account may join in its place. */
  readonly instead?: string;
  /** Host and port of the voice server, where the cause lies on the way to it rather than to the server that was asked. */
  readonly voiceServer?: string;
}

/** A `ParleyError` as something that can be thrown through promise chains. */
export class ParleyFailure extends Error implements ParleyError {
  override readonly name = 'ParleyFailure';
  readonly code: ErrorCode;
  readonly reason?: ErrorReason;
  readonly instead?: string;

  constructor(error: ParleyError) {
    super(error.message);
    this.code = error.code;
    if (error.reason !== undefined) this.reason = error.reason;
    if (error.instead !== undefined) this.instead = error.instead;
  }
}

/** The error to tell of something thrown: a `ParleyFailure` keeps its code, anything else is `internal` without detail. */
export function toParleyError(thrown: unknown): ParleyError {
  if (thrown instanceof ParleyFailure) {
    const { code, reason, message, instead } = thrown;
    return {
      code,
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(instead === undefined ? {} : { instead }),
    };
  }
  return { code: 'internal', message: 'Something inside Parley failed; its log says what.' };
}
