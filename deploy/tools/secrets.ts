import { randomBytes } from 'node:crypto';

const hex = (bytes: number) => (): string => randomBytes(bytes).toString('hex');

/** What is made once and kept: 256 bits each, in characters that no configuration file gives a meaning. */
const makers: Readonly<Record<string, () => string>> = {
  LIVEKIT_API_KEY: () => `API${randomBytes(8).toString('hex')}`,
  LIVEKIT_API_SECRET: hex(32),
  LIVEKIT_METRICS_PASSWORD: hex(32),
  TURN_SECRET: hex(32),
  REDIS_PASSWORD: hex(32),
  POSTGRES_PASSWORD: hex(32),
  PARLEY_SIGNING_SECRET: hex(32),
  PARLEY_METRICS_TOKEN: hex(32),
  GRAFANA_PASSWORD: hex(16),
};

/** The secrets of an installation: those that it has, and new ones for the rest. */
export function completeSecrets(known: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(makers).map(([name, make]) => [name, known[name] ?? make()]));
}

/** `NAME=value` lines; `#` begins a comment. Throws an `Error` that tells the line's number, never what is in it. */
export function readEnvironment(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return Object.fromEntries(
    lines.flatMap((line, index) => {
      if (line === '' || line.startsWith('#')) return [];
      const match = /^([A-Z][A-Z0-9_]*)=(\S*)$/.exec(line);
      if (match === null) throw new Error(`Line ${index + 1} is not NAME=value.`);
      return [[match[1] ?? '', match[2] ?? '']];
    }),
  );
}

export const writeEnvironment = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
