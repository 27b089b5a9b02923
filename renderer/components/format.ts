/** What is read off: a true minus, thin units, tabular figures (design/LANGUAGE.md). */

const thin = '\u2009';

/** dBFS without decimals; nothing below what the meter shows. */
export const formatLevel = (dbfs: number): string =>
  dbfs < -60 ? `−∞${thin}dBFS` : `${dbfs >= -0.5 ? '0' : `−${Math.round(-dbfs)}`}${thin}dBFS`;

export const formatMilliseconds = (value: number | null): string =>
  value === null ? '–' : `${value < 10 && value > 0 ? Math.max(1, Math.round(value)) : Math.round(value)}${thin}ms`;

/** `fraction` 0..1 */
export const formatLoss = (fraction: number | null, language: string): string =>
  fraction === null
    ? '–'
    : `${new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(fraction * 100)}${thin}%`;

/** hh:mm:ss of a length in ms. */
export function formatClock(length: number): string {
  const seconds = Math.max(0, Math.floor(length / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
