import { z } from 'zod';

/** Modifiers without their side, as a combination names them. */
export const modifiers = ['Control', 'Shift', 'Alt', 'Meta'] as const;
export type Modifier = (typeof modifiers)[number];

const keySchema = z.strictObject({
  kind: z.literal('key'),
  code: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  /** Which modifiers have to be down at the press; the release is the key's alone. */
  modifiers: z.array(z.enum(modifiers)).max(modifiers.length).optional(),
});
const mouseSchema = z.strictObject({ kind: z.literal('mouse'), button: z.enum(['middle', 'back', 'forward']) });

/**
 * One physical control that a person may hold. Keys are named by `KeyboardEvent.code`
 * (https://www.w3.org/TR/uievents-code/), so a binding means the same key under every layout; a lone modifier is a key.
 */
export const bindingSchema = z.discriminatedUnion('kind', [keySchema, mouseSchema]);
export type Binding = z.infer<typeof bindingSchema>;

/** A key or button by itself. */
export type Control = Binding;

/** Actions that need both edges of a key. */
export const holdActions = ['talk'] as const;
export type HoldAction = (typeof holdActions)[number];

/** Actions that need only the press: they go through Electron's `globalShortcut` where that takes the binding. */
export const pressActions = ['mute', 'deafen', 'nextInput', 'nextOutput', 'joinFavourite', 'leave'] as const;
export type PressAction = (typeof pressActions)[number];

/** Two controls are the same physical one exactly when their ids are equal: modifiers do not count. */
export const controlId = (control: Control): string =>
  control.kind === 'key' ? `key:${control.code}` : `mouse:${control.button}`;

/** A key for maps and comparisons; two bindings are the same exactly when their ids are equal. */
export const bindingId = (binding: Binding): string => {
  const needed = modifiersOf(binding);
  return needed.length === 0 ? controlId(binding) : `${needed.join('+')}+${controlId(binding)}`;
};

/**
 * Whether a press of the one is a press of the other as well: further modifiers do not matter, so Ctrl+F8 is a press of F8.
 */
export const overlaps = (one: Binding, other: Binding): boolean => {
  if (controlId(one) !== controlId(other)) return false;
  const [mine, theirs] = [modifiersOf(one), modifiersOf(other)];
  return mine.every((name) => theirs.includes(name)) || theirs.every((name) => mine.includes(name));
};

/** Whether a system that can be asked about held keys knows of this one: none knows of buttons at the side of a mouse. */
export const isStateKnown = (control: Control): boolean => control.kind === 'key' || control.button === 'middle';

/** The modifiers that a binding needs, in their fixed order. */
export const modifiersOf = (binding: Binding): readonly Modifier[] =>
  binding.kind === 'key' ? modifiers.filter((name) => binding.modifiers?.includes(name)) : [];

/** Which modifier a key is, or null. */
export function modifierOf(code: string): Modifier | null {
  const [, name] = /^(Control|Shift|Alt|Meta)(?:Left|Right)$/.exec(code) ?? [];
  return modifiers.find((modifier) => modifier === name) ?? null;
}
