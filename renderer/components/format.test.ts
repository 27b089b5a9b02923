import { beforeAll, describe, expect, it } from 'vitest';
import type { TFunction } from 'i18next';
import { createI18n } from '../locales/i18n.ts';
import { formatClock, formatLevel, formatLoss, formatMilliseconds } from './format.ts';

let t: TFunction;
beforeAll(async () => {
  ({ t } = await createI18n('en'));
});

describe('what is read off', () => {
  it('has levels with a true minus, and none at zero', () => {
    expect([0, -0.2, -31.4, -59.9, -70, -Infinity].map((level) => formatLevel(level, t, 'en'))).toEqual([
      '0\u2009dBFS',
      '0\u2009dBFS',
      '−31\u2009dBFS',
      '−60\u2009dBFS',
      '−∞\u2009dBFS',
      '−∞\u2009dBFS',
    ]);
  });

  it('has times and losses as people of the language write them, and a dash for what is not known', () => {
    expect([null, 0, 0.4, 23.4].map((value) => formatMilliseconds(value, 'en'))).toEqual([
      '–',
      '0\u2009ms',
      '1\u2009ms',
      '23\u2009ms',
    ]);
    expect(formatMilliseconds(1_234, 'de')).toBe('1.234\u2009ms');
    expect(formatMilliseconds(23, 'ar')).toBe('23\u2009ملي ث');
    expect(formatLoss(0.0123, 'en')).toBe('1.2%');
    expect(formatLoss(0.0123, 'de')).toBe('1,2\u2009%');
    expect(formatLoss(null, 'en')).toBe('–');
  });

  it('has lengths of calls, longer than a day as well', () => {
    expect(formatClock(727_000, 'en')).toBe('00:12:07');
    expect(formatClock(-5, 'en')).toBe('00:00:00');
    expect(formatClock(100 * 3_600_000, 'de')).toBe('100:00:00');
    expect(formatClock(727_000, 'fa')).toBe('۰۰:۱۲:۰۷');
  });
});
