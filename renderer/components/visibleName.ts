import type { TFunction } from 'i18next';

/** The blank of Braille is a sign to Unicode and nothing to the eye. */
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Z}\u2800]*$/u;

/** A name as it is shown and told: of one in which there is nothing to see, that it is so. */
export const visibleName = (name: string, t: TFunction): string => (unseen.test(name) ? t('people.unseen') : name);
