/** What is read off, as people of the language write it; with a true minus and thin units (design/LANGUAGE.md). */

import type { TFunction } from 'i18next';

const thin = '\u2009';

type Written = (value: number, language: string) => string;

/** A format for each language, made once: a meter writes four times a second. */
function as(options: Intl.NumberFormatOptions): Written {
  const formats = new Map<string, Intl.NumberFormat>();
  return (value, language) => {
    const format = formats.get(language) ?? new Intl.NumberFormat(language, options);
    formats.set(language, format);
    return format
      .formatToParts(value)
      .map(({ type, value: text }) => (type === 'minusSign' ? text.replace('-', '−') : text.replace(/^\s$/u, thin)))
      .join('');
  };
}

/** What is below zero has its sign, what rounds to zero has none. */
export const formatNumber = as({ maximumFractionDigits: 0, signDisplay: 'negative' });
const milliseconds = as({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
const percent = as({ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoDigits = as({ minimumIntegerDigits: 2, useGrouping: false });

/** dBFS without decimals; nothing below what the meter shows. Intl has no such unit: the locale files have. */
export const formatLevel = (dbfs: number, t: TFunction, language: string): string =>
  t('level.reading', { level: formatNumber(dbfs < -60 ? -Infinity : dbfs, language) });

/** Nothing that takes time takes none. */
export const formatMilliseconds = (value: number | null, language: string): string =>
  value === null ? '–' : milliseconds(value > 0 ? Math.max(1, value) : 0, language);

/** `fraction` 0..1 */
export const formatLoss = (fraction: number | null, language: string): string =>
  fraction === null ? '–' : percent(fraction, language);

/** hh:mm:ss of a length in ms. */
export function formatClock(length: number, language: string): string {
  const seconds = Math.max(0, Math.floor(length / 1000));
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => twoDigits(Math.floor(part), language))
    .join(':');
}
