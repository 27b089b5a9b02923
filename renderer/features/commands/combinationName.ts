import type { TFunction } from 'i18next';
import { modifierName, type Platform } from '../../components/keyName.ts';
import { partsOf, type KeyCombination } from './commands.ts';

const signs: Readonly<Record<string, string>> = { Control: '⌘', Shift: '⇧' };

/** A combination as the platform writes it: `Ctrl+Shift+M`, or `⇧⌘M` on macOS. */
export function combinationName(keys: KeyCombination, platform: Platform, t: TFunction): string {
  const parts = partsOf(keys);
  const key = parts.at(-1) ?? '';
  const modifiers = parts.slice(0, -1);
  if (platform === 'macos')
    return `${modifiers
      .toReversed()
      .map((part) => signs[part])
      .join('')}${key}`;
  return [...modifiers.map((part) => modifierName(part, platform, t)), key].join('+');
}
