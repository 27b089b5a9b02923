import { logQuerySchema } from '@parley/shared/backends/parley/moderation';
import { createSecurityLog } from '../moderation/securityLog.ts';
import { command, insist, table } from './command.ts';
import { withDatabase } from './withDatabase.ts';

const options = { limit: { type: 'string' }, before: { type: 'string' }, json: { type: 'boolean' } } as const;
const page = { options, optionsUsage: '[--limit N] [--before ID] [--json]' };
const time = (at: number): string => new Date(at).toISOString();

/** What is written down, newest first, as `GET /api/audit` and `GET /api/security` have it. */
export const logCommands = [
  command({
    name: 'audit',
    ...page,
    about: 'Who did what to whom, newest first: moderation, roles, invitations',
    run: (context) =>
      withDatabase(context, async ({ moderation, directory }) => {
        const { limit, before } = context.values;
        const entries = await moderation.audit(insist(logQuerySchema, { limit, before }));
        const rows = entries.map(
          ({ id, at, action, by, byName, accountId, accountName, channelId, reason, detail }) => ({
            id,
            at: time(at),
            by: byName === '' ? by : byName,
            action,
            whom: accountName === '' ? (accountId ?? '') : accountName,
            channel: channelId === null ? '' : (directory.channel(channelId)?.name ?? channelId),
            reason,
            detail,
          }),
        );
        context.print(table(rows, context.values.json));
      }),
  }),
  command({
    name: 'security',
    ...page,
    about: 'What looks like an attack, newest first: failed sign-ins, reused tokens, forged webhooks',
    run: (context) =>
      withDatabase(context, async ({ database, directory }) => {
        const { limit, before } = context.values;
        const log = createSecurityLog(database, context.now);
        const rows = (await log.list(insist(logQuerySchema, { limit, before }))).map(
          ({ id, at, kind, accountId, address }) => ({
            id,
            at: time(at),
            kind,
            account: accountId === null ? '' : (directory.member(accountId)?.name ?? accountId),
            address,
          }),
        );
        context.print(table(rows, context.values.json));
      }),
  }),
];
