import { expect, it } from 'vitest';
import { readDoctorCommand, targetOf } from './commandLine.ts';

it.each([
  [[], true, null],
  [['--hidden'], true, null],
  [['parley://join'], true, null],
  [['doctor'], true, { json: false, address: null }],
  [['doctor', '--json', 'voice.example.org'], true, { json: true, address: 'voice.example.org' }],
  [['--json', 'doctor', 'voice.example.org'], true, { json: true, address: 'voice.example.org' }],
  [['.', 'doctor'], false, { json: false, address: null }],
  [['doctor'], false, null],
  [['.'], false, null],
  [['doctor', '--help'], true, 'help'],
  [['--help'], true, 'help'],
  [['doctor', '--proxy-server=http://proxy:3128'], true, { json: false, address: null }],
  [['doctor', 'a.example', 'b.example'], true, 'tooManyAddresses'],
])('%j, packaged: %s', (argv, packaged, command) => expect(readDoctorCommand(argv, packaged)).toEqual(command));

it('looks at the address, or at the server that is shown', () => {
  expect(targetOf({ json: true, address: 'a.example' }, 'team')).toEqual({ kind: 'address', address: 'a.example' });
  expect(targetOf({ json: true, address: null }, 'team')).toEqual({ kind: 'server', server: 'team' });
  expect(targetOf({ json: true, address: null }, null)).toBeNull();
});
