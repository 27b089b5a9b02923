/**
 * The one form of a login under which it is stored, looked up and counted. Composed (NFC): some keyboards and the names of
 * files on macOS have an accent as a sign of its own, which nobody sees.
 */
export const normaliseLogin = (login: string): string => login.trim().toLowerCase().normalize();
