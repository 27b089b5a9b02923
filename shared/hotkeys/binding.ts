import { z } from 'zod';

/**
 * One physical control that a person may hold. Keys are named by `KeyboardEvent.code`
 * (https://www.w3.org/TR/uievents-code/), so a binding means the same key under every layout; a lone modifier is a key.
 */
export const bindingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), code: z.string().regex(/^[A-Za-z0-9]{1,32}$/) }),
  z.strictObject({ kind: z.literal('mouse'), button: z.enum(['middle', 'back', 'forward']) }),
]);
export type Binding = z.infer<typeof bindingSchema>;

/** Actions that need both edges of a key. Actions that need only the press go through Electron's `globalShortcut`. */
export const holdActions = ['talk'] as const;
export type HoldAction = (typeof holdActions)[number];

/** A key for maps and comparisons; two bindings are the same control exactly when their ids are equal. */
export const bindingId = (binding: Binding): string =>
  binding.kind === 'key' ? `key:${binding.code}` : `mouse:${binding.button}`;
