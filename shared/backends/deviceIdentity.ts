/** Behind the identity of a device while a call moves from one of its sessions to the other. No device has a tilde (`joinSchema`). */
const suffix = '~2';

const sessionOfDevice = /^([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\.[A-Za-z0-9_-]{1,64})~2$/;

/** The identity of the second session of a device of Parley's own server: `<account>.<device>~2`. */
export const secondSessionOf = (identity: string): string => `${identity}${suffix}`;

/**
 * The identity by which a participant is known, whichever session of their device it is: one person who is in a room by
 * two sessions for the moment in which a call moves. Identities of other servers are left as they are.
 */
export const deviceIdentityOf = (identity: string): string => sessionOfDevice.exec(identity)?.[1] ?? identity;

const accountInIdentity = /^([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\.[A-Za-z0-9_-]{1,64}(?:~2)?$/;

/**
 * Who a participant is, whichever device they talk from: the account, where Parley's own server gave the identity; of
 * other servers the identity itself.
 */
export const personOf = (identity: string): string => accountInIdentity.exec(identity)?.[1] ?? identity;

/** Whether this is the second session of a device. */
export const isSecondSession = (identity: string): boolean => deviceIdentityOf(identity) !== identity;
