import { z } from 'zod';
import { idSchema, permissionListSchema, personNameSchema } from './text.ts';

export const roleSchema = z.object({
  id: z.string().min(1).max(256),
  name: z.string().max(256),
  position: z.number().int(),
  permissions: permissionListSchema,
});
export type RoleInfo = z.infer<typeof roleSchema>;

export const roleListSchema = z.object({ roles: z.array(roleSchema).max(1_000) });

/** Between `everyone` (0) and `administrator` (1,000,000). */
const rolePositionSchema = z.int().min(1).max(999_999);

export const createRoleSchema = z.strictObject({
  name: personNameSchema,
  position: rolePositionSchema,
  permissions: permissionListSchema,
});

export const updateRoleSchema = z.strictObject({
  name: personNameSchema.optional(),
  position: rolePositionSchema.optional(),
  permissions: permissionListSchema.optional(),
});

/** All overrides of one channel; `PUT` replaces them. The rules are those of `effectivePermissions`. */
export const overridesSchema = z.strictObject({
  overrides: z
    .array(
      z.strictObject({
        subject: z.enum(['role', 'account']),
        id: idSchema,
        allow: permissionListSchema,
        deny: permissionListSchema,
      }),
    )
    .max(200),
});
export type Overrides = z.infer<typeof overridesSchema>;
