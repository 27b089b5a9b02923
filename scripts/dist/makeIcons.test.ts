import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeIcns, writeIco } from './makeIcons.ts';

const resources = join(import.meta.dirname, '../../resources');
const picture = (size: number) => ({ size, png: readFileSync(join(resources, `icons/parley-${size}.png`)) });

test('the icons of the repository are those of its pictures', () => {
  expect(readFileSync(join(resources, 'icon.ico')).equals(writeIco([16, 32, 64, 256].map(picture)))).toBe(true);
  expect(readFileSync(join(resources, 'icon.icns')).equals(writeIcns([32, 64, 256, 512].map(picture)))).toBe(true);
});

test('every entry of the Windows icon points at its PNG', () => {
  const ico = writeIco([16, 256].map(picture));
  for (const entry of [0, 1]) {
    const at = ico.readUInt32LE(6 + 16 * entry + 12);
    expect(ico.toString('latin1', at + 1, at + 4)).toBe('PNG');
  }
});
