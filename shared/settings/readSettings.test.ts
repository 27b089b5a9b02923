import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings, writeSettings } from './readSettings.ts';
import { defaultSettings, settingsSchema } from './settings.ts';

describe('readSettings', () => {
  it('reads back what was written', () => {
    const settings = { ...defaultSettings, theme: 'light' as const, releaseDelay: 0 };
    expect(readSettings(writeSettings(settings))).toEqual({ kind: 'fine', settings });
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"theme":"dark"}', '\0\0\0', '{"version":"1"}'])(
    'calls %j unreadable',
    (text) => {
      expect(readSettings(text)).toEqual({ kind: 'unreadable' });
    },
  );

  it('keeps the good fields when one is bad, and names the bad one', () => {
    const reading = readSettings(JSON.stringify({ version: 1, theme: 'neon', language: 'de' }));
    expect(reading).toEqual({ kind: 'repaired', fields: ['theme'], settings: { ...defaultSettings, language: 'de' } });
  });

  it('reads a newer file as far as it understands it', () => {
    const reading = readSettings(JSON.stringify({ version: 3, theme: 'dark', hologram: true }));
    expect(reading).toEqual({ kind: 'newer', settings: { ...defaultSettings, theme: 'dark' } });
  });

  it('keeps whoever was signed in by a program that knew one server at a time', () => {
    const profile = { id: 'a', dialect: 'parley', address: 'https://a.example', login: 'ada', name: 'A' };
    const one = (activeServer: string | null) =>
      readSettings(JSON.stringify({ version: 1, servers: [profile], activeServer }));
    expect(one('a')).toMatchObject({
      kind: 'fine',
      settings: { servers: [profile], activeServer: 'a', signedInServers: ['a'] },
    });
    expect(one(null)).toMatchObject({ kind: 'fine', settings: { servers: [profile], signedInServers: [] } });
  });

  it('keeps what a program that knew only one noise suppression was told', () => {
    for (const [before, after] of [
      [true, 'browser'],
      [false, 'off'],
    ] as const) {
      expect(readSettings(JSON.stringify({ version: 2, noiseSuppression: before }))).toMatchObject({
        kind: 'fine',
        settings: { noiseSuppression: after },
      });
    }
  });

  it('gives valid settings, or says that it cannot, for any text and for every truncation', () => {
    const whole = writeSettings(defaultSettings);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.nat(whole.length).map((n) => whole.slice(0, n)),
        ),
        (text) => {
          const reading = readSettings(text);
          if (reading.kind !== 'unreadable') expect(settingsSchema.safeParse(reading.settings).success).toBe(true);
        },
      ),
    );
  });
});
