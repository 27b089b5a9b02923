import { permissions } from '@parley/shared/backends/permissions';
import { error, hostileNames, signedIn, teamChannels } from '../fixtures.ts';
import { together, type Scene, type Setup } from '../scene.ts';

const hour = 3_600_000;
/** The account of a member who is signed in three times. */
const member = (...more: readonly Setup[]): Setup =>
  together(
    signedIn(),
    {
      desktop: {
        devicesSignedIn: ['Parley (workshop)', hostileNames['256 characters'] ?? '', ''].map((program, index) => ({
          id: `session-${index}`,
          program,
          createdAt: Date.now() - 90 * hour,
          lastUsedAt: index === 2 ? 0 : Date.now() - index * 26 * hour,
          current: index === 0,
        })),
      },
      view: { page: 'settings', settingsPage: 'account' },
    },
    ...more,
  );
/** Of somebody who may invite. */
const inviter = (): Setup =>
  member({
    desktop: {
      channels: { link: 'live', channels: teamChannels(), error: null, permissions: [...permissions] },
      invitations: [1, 24].map((usesLeft) => ({
        id: `invitation-${usesLeft}`,
        roleId: null,
        usesLeft,
        createdBy: 'account-0',
        createdAt: Date.now() - hour,
        expiresAt: Date.now() + usesLeft * hour,
      })),
    },
  });

const signedOut: Setup = { desktop: { session: { kind: 'signedOut', error: null } } };
const signUp = '[data-action="invitation"]';

export const accountScenes: readonly Scene[] = [
  { id: 'account', title: 'Account: of a member', setup: () => member() },
  { id: 'account-inviter', title: 'Account: of somebody who may invite', setup: inviter },
  {
    id: 'account-invited',
    title: 'Account: an invitation is made',
    setup: inviter,
    async after(hand) {
      await hand.press('[data-action="invite"]');
      await hand.focus('[data-action="copy-code"]');
    },
  },
  {
    id: 'account-wrong',
    title: 'Account: what is missing for another password',
    setup: () => member(),
    after: (hand) => hand.press('[data-part="account-password"] button'),
  },
  {
    id: 'account-refused',
    title: 'Account: the password was wrong',
    setup: () => member({ desktop: { fails: { 'account.changePassword': error('wrongPassword', 'unauthorised') } } }),
    async after(hand) {
      await hand.type('[data-part="account-password"] input[autocomplete="current-password"]', 'wrong');
      await hand.type('[data-part="account-password"] input[autocomplete="new-password"]', 'battery staple');
      await hand.press('[data-part="account-password"] button');
    },
  },
  {
    id: 'account-devices-failed',
    title: 'Account: the devices cannot be listed',
    setup: () => member({ desktop: { fails: { 'account.sessions': error('serverUnreachable') } } }),
  },
  {
    id: 'account-exported',
    title: 'Account: the file is saved',
    setup: () => member(),
    async after(hand) {
      await hand.focus('[data-action="export"]');
      await hand.press('[data-action="export"]');
    },
  },
  {
    id: 'account-delete',
    title: 'Account: deleted, really?',
    setup: () => member(),
    after: (hand) => hand.press('[data-action="delete-account"]'),
  },
  {
    id: 'account-delete-refused',
    title: 'Account: the last administrator stays',
    setup: () => member({ desktop: { fails: { 'account.delete': error('lastAdministrator', 'invalid') } } }),
    async after(hand) {
      await hand.press('[data-action="delete-account"]');
      await hand.type('[data-part="account-delete"] input', 'correct horse');
      await hand.press('[data-action="delete-account-now"]');
    },
  },
  {
    id: 'account-guest',
    title: 'Account: of a guest',
    setup: () => {
      const { session } = signedIn().desktop ?? {};
      if (session?.kind !== 'signedIn') throw new Error('nobody is signed in');
      return member({ desktop: { session: { ...session, account: { ...session.account, guest: true } } } });
    },
  },
  {
    id: 'sign-up',
    title: 'An invitation: nothing typed yet',
    setup: () => signedOut,
    after: (hand) => hand.press(signUp),
  },
  {
    id: 'sign-up-missing',
    title: 'An invitation: everything is missing',
    setup: () => signedOut,
    async after(hand) {
      await hand.press(signUp);
      await hand.press('[data-part="sign-up"] button[type="submit"]');
    },
  },
  {
    id: 'sign-up-refused',
    title: 'An invitation: its code is not good',
    setup: () => together(signedOut, { desktop: { fails: { 'servers.signIn': error('codeRefused', 'forbidden') } } }),
    async after(hand) {
      await hand.press(signUp);
      const field = (number: number): string => `[data-part="sign-up"] .field-label:nth-of-type(${number}) input`;
      const typed = ['voice.example.org', 'kq7v-3mdw', 'Cy Twombly', 'cy', 'correct horse'];
      for (const [index, text] of typed.entries()) await hand.type(field(index + 1), text);
      await hand.press('[data-part="sign-up"] button[type="submit"]');
    },
  },
  {
    id: 'guest-entry',
    title: 'A guest: everything is missing',
    setup: () => signedOut,
    async after(hand) {
      await hand.press('[data-action="guest"]');
      await hand.press('[data-part="guest-entry"] button[type="submit"]');
    },
  },
  {
    id: 'reset-password',
    title: 'A forgotten password: nothing typed yet',
    setup: () => signedOut,
    after: (hand) => hand.press('[data-action="forgotten"]'),
  },
  {
    id: 'reset-password-done',
    title: 'A forgotten password: the new one holds',
    setup: () => signedOut,
    async after(hand) {
      await hand.press('[data-action="forgotten"]');
      const field = (number: number): string =>
        `[data-part="reset-password"] .field-label:nth-of-type(${number}) input`;
      const typed = ['voice.example.org', 'kq7v-3mdw', 'battery staple'];
      for (const [index, text] of typed.entries()) await hand.type(field(index + 1), text);
      await hand.press('[data-part="reset-password"] button[type="submit"]');
    },
  },
];
