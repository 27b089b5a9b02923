import { expect, it } from 'vitest';
import { parseCommandLine } from './commandLine.ts';

it('reads the line that Playwright writes', () => {
  const line = [
    '-r',
    '/x/loader.js',
    '--no-sandbox',
    '--inspect=0',
    '--remote-debugging-port=0',
    '--user-data-dir=/u',
    '.',
    '--late=1',
  ];
  expect(parseCommandLine(line)).toEqual({
    requires: ['/x/loader.js'],
    switches: [
      ['no-sandbox', ''],
      ['remote-debugging-port', '0'],
      ['user-data-dir', '/u'],
      ['late', '1'],
    ],
    application: '.',
    inspectPort: 0,
    version: false,
  });
});

it('keeps what stands in a value, and asks for no application when there is none', () => {
  expect(parseCommandLine(['--a=b=c']).switches).toEqual([['a', 'b=c']]);
  expect(parseCommandLine(['--version'])).toMatchObject({ version: true, application: null });
});
