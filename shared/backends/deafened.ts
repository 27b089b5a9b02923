/**
 * The attribute of a LiveKit participant by which Parley server tells that a person hears nobody: `true`, or it is absent.
 * Tickets do not let programs change their attributes, so that it is the server's word.
 */
export const deafenedAttribute = 'parley.deafened';
