/** The one form of a login under which it is stored, looked up and counted. */
export const normaliseLogin = (login: string): string => login.trim().toLowerCase();
