import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { appId } from './appId.ts';

it('is the name of the packaged desktop file, and a reverse domain name', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8');
  const { desktopName } = JSON.parse(text) as { readonly desktopName: string };
  expect(desktopName).toBe(`${appId}.desktop`);
  // g_application_id_is_valid, with three elements at least.
  expect(appId).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*){2,}$/);
});
