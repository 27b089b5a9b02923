import { audioDeviceSchema, requestedDeviceSchema } from '@parley/shared/devices/device';
import { callSummarySchema } from '@parley/shared/ipc/callSummary';
import type { Requests, Signals } from '@parley/shared/ipc/contract';
import { settingsPatchSchema } from '@parley/shared/settings/settings';
import { z } from 'zod';

/** One strict tuple a request: too many arguments fail like wrong ones. A missing entry does not compile. */
export const requestSchemas = {
  'app.bootstrap': z.tuple([]),
  'app.quit': z.tuple([]),
  'session.signIn': z.tuple([
    z.strictObject({
      address: z.string().max(2048),
      login: z.string().max(256),
      password: z.string().max(1024),
    }),
  ]),
  'session.signOut': z.tuple([]),
  'session.retry': z.tuple([]),
  'channels.join': z.tuple([z.string().min(1).max(256)]),
  'settings.update': z.tuple([settingsPatchSchema]),
  'hotkeys.record': z.tuple([]),
  'hotkeys.cancelRecord': z.tuple([]),
  'devices.request': z.tuple([z.enum(['audioinput', 'audiooutput']), requestedDeviceSchema.nullable()]),
  'screens.list': z.tuple([]),
  'screens.choose': z.tuple([z.string().max(512).nullable()]),
  'links.open': z.tuple([z.string().max(4096)]),
} satisfies { [C in keyof Requests]: z.ZodType };

export const signalSchemas = {
  'call.summary': callSummarySchema,
  'devices.present': z.array(audioDeviceSchema).max(256),
  'app.ready': z.null(),
} satisfies { [C in keyof Signals]: z.ZodType<Signals[C]> };
