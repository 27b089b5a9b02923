import { expect, it } from 'vitest';
import { decideExtraCaFile } from './extraCa.ts';

it.each([
  [
    { policy: '/p', environment: '/e', settings: '/s' },
    { file: '/p', from: 'policy' },
  ],
  [
    { policy: null, environment: '/e', settings: '/s' },
    { file: '/e', from: 'environment' },
  ],
  [
    { policy: undefined, environment: '', settings: '/s' },
    { file: '/s', from: 'settings' },
  ],
  [
    { policy: null, environment: undefined, settings: null },
    { file: null, from: null },
  ],
])('%j', (named, decided) => expect(decideExtraCaFile(named)).toEqual(decided));
