/** The systems that ask for tickets at the one path `/api/livekit/token`. */
export type TokenDialect = 'kraken' | 'artist-space' | 'token';

const fields: Readonly<Record<TokenDialect, { readonly needs: readonly string[]; readonly may: readonly string[] }>> = {
  kraken: { needs: ['roomId'], may: ['identity', 'name', 'ttl'] },
  'artist-space': { needs: ['instance', 'roomName'], may: ['participantName', 'e2eeEnabled'] },
  token: { needs: ['roomName'], may: [] },
};
const dialects = Object.keys(fields) as readonly TokenDialect[];
const ownsOf = (dialect: TokenDialect): readonly string[] => [...fields[dialect].needs, ...fields[dialect].may];
const known = [...new Set(dialects.flatMap(ownsOf))];
const expected = 'roomId (Kraken), roomName alone (token), or instance and roomName (Artist Space)';

/**
 * Whose request a body is: of the one system that has every field of it that is known here, and whose room it names.
 * `refused`: why it is nobody's. Values are not looked at.
 */
export function decideDialect(body: unknown): { readonly dialect: TokenDialect } | { readonly refused: string } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { refused: `The body is no JSON object with ${expected}.` };
  }
  const present = known.filter((name) => Object.hasOwn(body, name));
  const dialect = dialects.find(
    (one) =>
      fields[one].needs.every((name) => present.includes(name)) && present.every((name) => ownsOf(one).includes(name)),
  );
  if (dialect !== undefined) return { dialect };
  return {
    refused:
      present.length === 0
        ? `The body names no room: expected ${expected}.`
        : `The fields ${present.join(', ')} are not those of one system: expected ${expected}.`,
  };
}
