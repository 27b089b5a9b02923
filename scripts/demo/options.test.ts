import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it('reads the options and has defaults', () => {
  expect(readOptions([])).toEqual({ port: null, headless: false, report: null });
  expect(readOptions(['--headless', '--report', 'out.json', '--port', '8000'])).toEqual({
    port: 8000,
    headless: true,
    report: 'out.json',
  });
});
