import { expect, it } from 'vitest';
import { formatClock, formatLevel, formatLoss, formatMilliseconds } from './format.ts';

it('writes levels with a true minus', () => {
  expect([0, -0.2, -31.4, -59.9, -70, -Infinity].map(formatLevel)).toEqual([
    '0\u2009dBFS',
    '0\u2009dBFS',
    '−31\u2009dBFS',
    '−60\u2009dBFS',
    '−∞\u2009dBFS',
    '−∞\u2009dBFS',
  ]);
});

it('writes times and losses as people of the language do, and a dash for what is not known', () => {
  expect([null, 0, 0.4, 23.4].map(formatMilliseconds)).toEqual(['–', '0\u2009ms', '1\u2009ms', '23\u2009ms']);
  expect(formatLoss(0.0123, 'en')).toBe('1.2\u2009%');
  expect(formatLoss(0.0123, 'de')).toBe('1,2\u2009%');
  expect(formatLoss(null, 'en')).toBe('–');
  expect(formatClock(727_000)).toBe('00:12:07');
  expect(formatClock(-5)).toBe('00:00:00');
});
