import { startWithSchema } from '@parley/shared/backends/channel';
import { moderationActSchema } from '@parley/shared/backends/moderationAct';
import {
  changePasswordSchema,
  deleteAccountSchema,
  renameSchema,
  resetPasswordSchema,
} from '@parley/shared/backends/parley/accounts';
import { createGuestLinkSchema, createInvitationSchema } from '@parley/shared/backends/parley/codes';
import { dialectProfileSchema } from '@parley/shared/backends/dialects/profile';
import { proofSchema } from '@parley/shared/backends/dialects/proof';
import { roomLimitsSchema } from '@parley/shared/backends/dialects/requests';
import { wireSteps } from '@parley/shared/doctor/networkCheck';
import { audioDeviceSchema, devicePurposes, movedAnswers, requestedDeviceSchema } from '@parley/shared/devices/device';
import { callSummarySchema } from '@parley/shared/ipc/callSummary';
import { doctorExit } from '@parley/shared/doctor/exitCode';
import { iceProbeSchema } from '@parley/shared/ipc/iceProbe';
import { proxyLoginSchema, proxyNameSchema } from '@parley/shared/proxies/proxyLogin';
import type { Requests, Signals } from '@parley/shared/ipc/contract';
import { profileIdSchema, settingsPatchSchema } from '@parley/shared/settings/settings';
import { z } from 'zod';

/** Of a dialect with instances it is `<instance>/<room>`. */
const channelIdSchema = z.string().min(1).max(256);

/** Of a session, an invitation or a guest link. */
const idSchema = z.string().min(1).max(256);

/** One strict tuple a request: too many arguments fail like wrong ones. A missing entry does not compile. */
export const requestSchemas = {
  'app.bootstrap': z.tuple([]),
  'app.quit': z.tuple([]),
  'servers.signIn': z.tuple([dialectProfileSchema, proofSchema]),
  'servers.cancel': z.tuple([]),
  'servers.signOut': z.tuple([profileIdSchema]),
  'servers.retry': z.tuple([profileIdSchema]),
  'servers.save': z.tuple([dialectProfileSchema]),
  'servers.remove': z.tuple([profileIdSchema]),
  'servers.reorder': z.tuple([z.array(profileIdSchema).max(64)]),
  'servers.show': z.tuple([profileIdSchema]),
  'servers.test': z.tuple([dialectProfileSchema, proofSchema.nullable()]),
  'servers.offer': z.tuple([dialectProfileSchema]),
  'servers.resetPassword': z.tuple([dialectProfileSchema, resetPasswordSchema]),
  'doctor.command': z.tuple([]),
  'doctor.begin': z.tuple([
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('server'), server: profileIdSchema }),
      z.strictObject({ kind: z.literal('address'), address: z.string().max(2048) }),
    ]),
  ]),
  'doctor.step': z.tuple([z.enum(wireSteps)]),
  'doctor.names': z.tuple([z.array(z.string().min(1).max(255)).max(16)]),
  'doctor.tickets': z.tuple([]),
  'doctor.fault': z.tuple([
    profileIdSchema.nullable(),
    z
      .url({ protocol: /^wss?$/ })
      .max(2048)
      .nullable(),
  ]),
  'doctor.skip': z.tuple([]),
  'channels.join': z.tuple([profileIdSchema, channelIdSchema, z.boolean().optional()]),
  'channels.tellDeafened': z.tuple([profileIdSchema, channelIdSchema, z.boolean()]),
  'call.probe': z.tuple([iceProbeSchema]),
  'channels.createRoom': z.tuple([profileIdSchema, channelIdSchema, roomLimitsSchema]),
  'moderation.act': z.tuple([profileIdSchema, moderationActSchema]),
  'moderation.restrictions': z.tuple([profileIdSchema, channelIdSchema.nullable()]),
  'account.rename': z.tuple([profileIdSchema, renameSchema.shape.name]),
  'account.changePassword': z.tuple([profileIdSchema, changePasswordSchema]),
  'account.sessions': z.tuple([profileIdSchema]),
  'account.endSession': z.tuple([profileIdSchema, idSchema]),
  'account.export': z.tuple([profileIdSchema]),
  'account.delete': z.tuple([profileIdSchema, deleteAccountSchema.shape.password]),
  'invitations.list': z.tuple([profileIdSchema]),
  'invitations.create': z.tuple([profileIdSchema, createInvitationSchema]),
  'invitations.revoke': z.tuple([profileIdSchema, idSchema]),
  'guestLinks.list': z.tuple([profileIdSchema, channelIdSchema]),
  'guestLinks.create': z.tuple([profileIdSchema, channelIdSchema, createGuestLinkSchema]),
  'guestLinks.revoke': z.tuple([profileIdSchema, channelIdSchema, idSchema]),
  'proxies.answer': z.tuple([z.number().int(), proxyLoginSchema.nullable()]),
  'proxies.forget': z.tuple([proxyNameSchema]),
  'settings.update': z.tuple([settingsPatchSchema]),
  'hotkeys.record': z.tuple([]),
  'hotkeys.cancelRecord': z.tuple([]),
  'hotkeys.retry': z.tuple([]),
  'devices.request': z.tuple([z.enum(devicePurposes), requestedDeviceSchema.nullable()]),
  'devices.answerMoved': z.tuple([z.enum(movedAnswers)]),
  'screens.list': z.tuple([]),
  'screens.choose': z.tuple([z.string().max(512).nullable()]),
  'links.open': z.tuple([z.string().max(4096)]),
} satisfies { [C in keyof Requests]: z.ZodType };

export const signalSchemas = {
  'call.summary': callSummarySchema,
  'call.worked': z.strictObject({ server: profileIdSchema, ways: startWithSchema.nullable() }),
  'devices.present': z.array(audioDeviceSchema).max(256),
  'doctor.finished': z.strictObject({
    text: z.string().max(65_536),
    json: z.string().max(262_144),
    code: z.literal(Object.values(doctorExit)),
  }),
  'app.ready': z.null(),
} satisfies { [C in keyof Signals]: z.ZodType<Signals[C]> };
