import { z } from 'zod';
import { upgradeHeard } from './heardPeople.ts';
import { defaultSettings, settingsFields, settingsVersion, type Settings } from './settings.ts';

/** What a settings file's text turned out to be. */
export type SettingsReading =
  | { readonly kind: 'fine'; readonly settings: Settings }
  | { readonly kind: 'repaired'; readonly settings: Settings; readonly fields: readonly string[] }
  | { readonly kind: 'newer'; readonly settings: Settings }
  | { readonly kind: 'unreadable' };

const documentSchema = z.object({ version: z.number().int().min(1) }).catchall(z.unknown());

/**
 * Reads a settings file field by field: a field that is missing holds its default, a field that cannot be used holds its
 * default and is named, and unknown fields are left out. Never throws. A file of a newer version is read as far as it is
 * understood.
 */
export function readSettings(text: string): SettingsReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'unreadable' };
  }
  const document = documentSchema.safeParse(json);
  if (!document.success) return { kind: 'unreadable' };

  const fields = upgrade(document.data);
  const bad: string[] = [];
  const read = <K extends keyof Settings>(field: K): Settings[K] => {
    const value = fields[field];
    if (value === undefined) return defaultSettings[field];
    const parsed = settingsFields[field].safeParse(value);
    if (parsed.success) return parsed.data as Settings[K];
    bad.push(field);
    return defaultSettings[field];
  };
  const settings = Object.fromEntries(
    (Object.keys(settingsFields) as (keyof Settings)[]).map((field) => [field, read(field)]),
  ) as unknown as Settings;

  if (document.data.version > settingsVersion) return { kind: 'newer', settings };
  return bad.length === 0 ? { kind: 'fine', settings } : { kind: 'repaired', settings, fields: bad };
}

/** What fields meant in older versions, in the words of this one. */
function upgrade(document: z.infer<typeof documentSchema>): Readonly<Record<string, unknown>> {
  const { version, activeServer, noiseSuppression, people } = document;
  return {
    ...document,
    // One server at a time could be signed in to, and it was the active one.
    ...(version === 1 && typeof activeServer === 'string' ? { signedInServers: [activeServer] } : {}),
    ...(people === undefined ? {} : { people: upgradeHeard(people) }),
    // There was Chromium's, or none.
    ...(typeof noiseSuppression === 'boolean' ? { noiseSuppression: noiseSuppression ? 'browser' : 'off' } : {}),
  };
}

/** The text to store: stable order, with the version that wrote it. */
export const writeSettings = (settings: Settings): string =>
  `${JSON.stringify({ version: settingsVersion, ...settings }, null, 2)}\n`;
