import { accountTiers, accountTierSchema, identitySchema } from '@parley/shared/backends/parley/accounts';
import { createInvitationSchema } from '@parley/shared/backends/parley/codes';
import { newPasswordSchema } from '@parley/shared/backends/parley/text';
import { eq } from 'drizzle-orm';
import { normaliseLogin } from '../accounts/normaliseLogin.ts';
import { accounts as accountsTable } from '../database/schema.ts';
import type { Directory, RoleRow } from '../directory.ts';
import { seed, seedSchema } from '../seed.ts';
import { command, insist, json, numberOf, table, UsageError, type Surroundings } from './command.ts';
import { withDatabase } from './withDatabase.ts';

async function newPassword({ secret }: Surroundings): Promise<string> {
  const password = await secret('Password: ');
  if (password === '')
    throw new UsageError('A password is read from the terminal or from standard input; there is none');
  if (!newPasswordSchema.safeParse(password).success) throw new UsageError('A password has 8 to 1024 characters');
  return password;
}

/** By id or by name. */
function roleNamed(directory: Directory, text: string): RoleRow {
  const found = directory.roles().filter(({ id, name }) => id === text || name.toLowerCase() === text.toLowerCase());
  if (found.length > 1) throw new Error(`Several roles are called ${text}: say the id.`);
  const [role] = found;
  if (role === undefined) throw new Error(`There is no role ${text}. parley-server roles list shows them.`);
  return role;
}

const setDisabled = (disabled: boolean) =>
  command({
    name: disabled ? 'user disable' : 'user enable',
    args: ['<login>'],
    about: disabled ? 'Shuts an account: its sessions and calls end' : 'Opens an account again',
    run: (context) =>
      withDatabase(context, async ({ accounts, accountOf, record, changed, endSessions }) => {
        const { id, login } = await accountOf(context.args[0] ?? '');
        await accounts.setDisabled(id, disabled);
        if (disabled) await endSessions(id);
        await record({ action: disabled ? 'disable' : 'enable', accountId: id });
        await changed();
        context.print(`${login} is ${disabled ? 'disabled' : 'enabled'}.`);
      }),
  });

const changeRole = (verb: 'grant' | 'revoke') =>
  command({
    name: `roles ${verb}`,
    args: ['<login>', '<role>'],
    about: verb === 'grant' ? 'Gives somebody a role' : 'Takes a role from somebody',
    run: (context) =>
      withDatabase(context, async ({ accounts, directory, accountOf, record, changed }) => {
        const { id, login } = await accountOf(context.args[0] ?? '');
        const role = roleNamed(directory, context.args[1] ?? '');
        const roles = new Set((await accounts.list()).find((one) => one.id === id)?.roles);
        if (verb === 'grant') roles.add(role.id);
        else roles.delete(role.id);
        await accounts.setRoles(id, [...roles]);
        await record({ action: 'setRoles', accountId: id, detail: [...roles].join(' ') });
        await changed();
        context.print(`${login}: ${[...roles].join(' ') || 'everyone'}`);
      }),
  });

export const peopleCommands = [
  command({
    name: 'user create',
    args: ['<login>'],
    options: { name: { type: 'string' }, administrator: { type: 'boolean' } },
    optionsUsage: '[--name NAME] [--administrator]',
    about: 'Makes an account; the password is asked for, or the first line of standard input',
    async run(context) {
      const { args, values, now, print } = context;
      const login = normaliseLogin(args[0] ?? '');
      const { name = login, administrator = false } = values;
      const password = await newPassword(context);
      const wanted = insist(seedSchema, { accounts: [{ login, name, password, administrator }] });
      await withDatabase(context, async ({ database, record, changed }) => {
        const [taken] = await database.select().from(accountsTable).where(eq(accountsTable.login, login));
        if (taken !== undefined) throw new Error(`The login ${login} is taken.`);
        await seed(database, wanted, now);
        await record({ action: 'createAccount', detail: login });
        await changed();
      });
      print(`${login} may sign in.`);
    },
  }),
  command({
    name: 'user list',
    options: json,
    optionsUsage: '[--json]',
    about: 'Accounts, and what they are',
    run: (context) =>
      withDatabase(context, async ({ accounts }) => {
        const rows = (await accounts.list()).map(({ login, name, roles, disabled }) => ({
          login,
          name,
          roles: roles.join(' '),
          state: disabled ? 'disabled' : 'active',
        }));
        context.print(table(rows, context.values.json));
      }),
  }),
  setDisabled(true),
  setDisabled(false),
  command({
    name: 'user reset-password',
    args: ['<login>'],
    options: { code: { type: 'boolean' } },
    optionsUsage: '[--code]',
    about: 'Sets a password and ends the sessions; with --code prints a code by which the person sets one',
    async run(context) {
      const { args, values, print } = context;
      const password = values.code === true ? null : await newPassword(context);
      await withDatabase(context, async ({ accounts, accountOf, record, endSessions }) => {
        const { id, login } = await accountOf(args[0] ?? '');
        await record({ action: 'resetPassword', accountId: id });
        if (password === null) {
          const { code, expiresAt } = await accounts.createReset(id);
          print(code);
          context.tell(`Good once, until ${new Date(expiresAt).toISOString()}.`);
          return;
        }
        await accounts.setPassword(id, password);
        await endSessions(id);
        print(`${login} has a new password and is signed out everywhere.`);
      });
    },
  }),
  command({
    name: 'user tier',
    args: ['<login>', '<tier>'],
    about: `Sets what Artist Space's clients may use: ${accountTiers.join(', ')}`,
    run: (context) =>
      withDatabase(context, async ({ accounts, accountOf, record, changed }) => {
        const { id, login } = await accountOf(context.args[0] ?? '');
        const { tier } = insist(accountTierSchema, { tier: context.args[1] });
        await accounts.setTier(id, tier);
        await record({ action: 'setTier', accountId: id, detail: tier });
        await changed();
        context.print(`${login}: ${tier}`);
      }),
  }),
  command({
    name: 'user link',
    args: ['<login>'],
    options: { subject: { type: 'string' } },
    optionsUsage: '[--subject SUB]',
    about: 'Says who somebody is at the identity provider (`sub` of its tokens); without --subject, nobody',
    run: (context) =>
      withDatabase(context, async ({ identities, accountOf, record }) => {
        const { oidc } = context.config();
        if (oidc === undefined) throw new UsageError('There is no identity provider: OIDC_ISSUER is not set');
        const { id, login } = await accountOf(context.args[0] ?? '');
        const { subject } = insist(identitySchema, { subject: context.values.subject ?? null });
        await identities.link(id, oidc.issuer, subject);
        const detail = JSON.stringify({ issuer: oidc.issuer, subject });
        await record({ action: subject === null ? 'unlinkIdentity' : 'linkIdentity', accountId: id, detail });
        context.print(
          subject === null ? `${login} is nobody at ${oidc.issuer}.` : `${login} is ${subject} at ${oidc.issuer}.`,
        );
      }),
  }),
  command({
    name: 'invite create',
    options: { uses: { type: 'string' }, hours: { type: 'string' }, role: { type: 'string' } },
    optionsUsage: '[--uses N] [--hours N] [--role ROLE]',
    about: 'Prints the code of a new invitation',
    run: (context) =>
      withDatabase(context, async ({ accounts, directory, record }) => {
        const { uses, hours, role } = context.values;
        const seconds = hours === undefined ? undefined : Number(hours) * 3600;
        const roleId = role === undefined ? null : roleNamed(directory, role).id;
        const invitation = insist(createInvitationSchema, { uses: numberOf(uses), seconds, roleId });
        const { id, code, expiresAt } = await accounts.invite('parley-server', invitation);
        await record({ action: 'invite', detail: JSON.stringify(invitation) });
        context.print(code);
        context.tell(`Invitation ${id}, good until ${new Date(expiresAt).toISOString()}. The code is not shown again.`);
      }),
  }),
  command({
    name: 'invite list',
    options: json,
    optionsUsage: '[--json]',
    about: 'Invitations that are good',
    run: (context) =>
      withDatabase(context, async ({ accounts }) => {
        const rows = (await accounts.invitations()).map(({ id, roleId, usesLeft, expiresAt }) => ({
          id,
          role: roleId ?? 'everyone',
          uses: usesLeft,
          until: new Date(expiresAt).toISOString(),
        }));
        context.print(table(rows, context.values.json));
      }),
  }),
  command({
    name: 'invite revoke',
    args: ['<id>'],
    about: 'Makes an invitation void',
    run: (context) =>
      withDatabase(context, async ({ accounts }) => {
        await accounts.uninvite(context.args[0] ?? '');
        context.print('The invitation is void.');
      }),
  }),
  command({
    name: 'roles list',
    options: json,
    optionsUsage: '[--json]',
    about: 'Roles, and what they allow',
    run: (context) =>
      withDatabase(context, async ({ directory }) => {
        const rows = directory.roles().map(({ id, name, position, permissions }) => ({
          id,
          name,
          position,
          permissions: permissions.join(' '),
        }));
        context.print(table(rows, context.values.json));
      }),
  }),
  changeRole('grant'),
  changeRole('revoke'),
];
