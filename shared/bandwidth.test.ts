import { expect, it } from 'vitest';
import { bandwidthOf } from './bandwidth.ts';

it.each([
  ['off', true, false],
  ['off', null, false],
  ['system', true, true],
  ['system', false, false],
  ['system', null, false],
  ['on', false, true],
  ['on', null, true],
] as const)('mode %s on a network that is metered %s: low %s', (mode, metered, low) => {
  expect(bandwidthOf(mode, metered)).toEqual({ low, metered });
});
