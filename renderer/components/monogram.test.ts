import { expect, it } from 'vitest';
import { monogram, tint } from './monogram.ts';

it.each([
  ['Ada Okafor', 'AO'],
  ['ada', 'A'],
  ['  Nguyễn Thị Mai ', 'NM'],
  ['Олена Шевченко', 'ОШ'],
  ['👩‍👩‍👧 Family', '👩F'],
  ['🇪🇺', '🇪🇺'],
  ['z\u0301\u0302\u0345\u0316algo', 'Ź'],
  ['ليلى حداد', 'لح'],
  ['', '?'],
  ['\u200b', '?'],
  ['\u202eada', 'A'],
])('monogram(%j) is %j', (name, letters) => {
  expect(monogram(name)).toBe(letters);
});

it('gives everybody one of eight tints, always the same', () => {
  const tints = Array.from({ length: 200 }, (_, index) => tint(`person-${index}`));
  expect(new Set(tints)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(tint('ada')).toBe(tint('ada'));
});
