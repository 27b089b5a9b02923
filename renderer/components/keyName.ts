import type { Binding } from '@parley/shared/hotkeys/binding';
import type { TFunction } from 'i18next';

const modifiers = ['Control', 'Shift', 'Alt', 'Meta'] as const;

/** What stands on the key. A position (`KeyQ`) is named by its letter on a US keyboard, as `KeyboardEvent.code` is. */
export function keyName(binding: Binding, t: TFunction): string {
  if (binding.kind === 'mouse') return t(`key.mouse.${binding.button}`);
  const { code } = binding;
  for (const modifier of modifiers) {
    const side = code.startsWith(modifier) ? code.slice(modifier.length) : '';
    if (side === 'Left' || side === 'Right') return t(`key.side.${side}`, { key: t(`key.${modifier}`) });
  }
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (/^Digit\d$/.test(code)) return code.slice(5);
  if (code.startsWith('Numpad')) return t('key.numpad', { key: code.slice(6) });
  return code === 'Space' ? t('key.space') : code.replaceAll(/([a-z])([A-Z])/g, '$1 $2');
}
