import { permissions, type Permission } from '@parley/shared/backends/permissions';
import type { RestrictionList } from '@parley/shared/backends/parley/moderation';
import type { ParticipantView } from '../../call/callView.ts';
import { error, hostileNames, inCall, people, person, teamChannels } from '../fixtures.ts';
import { together, type Scene, type Setup } from '../scene.ts';

/** Somebody who may do everything, or only what is given, in a call with these people; one of them is muted for all. */
const moderating = (inside: readonly ParticipantView[], may: readonly Permission[] = permissions): Setup => {
  const channels = teamChannels(inside).map((channel) => ({
    ...channel,
    permissions: [...may],
    occupants: channel.occupants.map((occupant, index) => ({
      ...occupant,
      accountId: occupant.identity.replace(':laptop', ''),
      hardMuted: index === 2,
    })),
  }));
  return together(inCall(inside), {
    desktop: { channels: { link: 'live', channels, error: null, permissions: [...may] } },
  });
};
const ordinary = (): Setup => moderating(people(4));
const hostile = (): Setup =>
  moderating([person(0), person(1, { name: hostileNames['256 characters'] ?? '' }), ...people(4).slice(2)]);

const second = '.tile:nth-child(2) [data-action="more"]';
const third = '.tile:nth-child(3) [data-action="more"]';
const dialog = (id: string, deed: string, title: string, setup = ordinary, row = second): Scene => ({
  id: `moderate-${id}`,
  title: `A moderator: ${title}`,
  setup,
  async after(hand) {
    await hand.press(row);
    await hand.press(`[data-deed="${deed}"]`);
  },
});

const restrictions = (): RestrictionList['restrictions'] =>
  [hostileNames['256 characters'] ?? '', 'Björn Okafor', 'Chidi Nowak'].map((accountName, index) => ({
    kind: index === 1 ? 'mute' : 'ban',
    accountId: `account-${index}`,
    accountName,
    channelId: 'channel-0',
    by: 'account-9',
    byName: index === 2 ? '' : 'Jürgen Tanaka',
    reason: index === 0 ? 'x'.repeat(512) : 'Music in the background, for the third time',
    createdAt: Date.now(),
    expiresAt: index === 0 ? null : Date.now() + 3_600_000,
  }));
const listed = (id: string, title: string, setup: () => Setup): Scene => ({
  id: `moderate-${id}`,
  title: `A moderator: ${title}`,
  setup,
  async after(hand) {
    await hand.press('.channel > [data-action="more"]');
    await hand.press('[data-deed="restrictions"]');
  },
});

const guests = (id: string, title: string, setup: () => Setup, create: boolean): Scene => ({
  id: `moderate-${id}`,
  title: `A moderator: ${title}`,
  setup,
  async after(hand) {
    await hand.press('.channel > [data-action="more"]');
    await hand.press('[data-deed="guests"]');
    if (create) await hand.press('[data-action="invite"]');
  },
});
const guestLinks = [1, 100].map((usesLeft) => ({
  id: `link-${usesLeft}`,
  usesLeft,
  guests: 3,
  createdBy: 'account-0',
  createdAt: Date.now(),
  expiresAt: Date.now() + 86_400_000,
}));

export const moderationScenes: readonly Scene[] = [
  guests('guests', 'codes for guests, none yet', ordinary, false),
  guests(
    'guests-made',
    'codes for guests, one just made',
    () => together(ordinary(), { desktop: { guestLinks } }),
    true,
  ),
  {
    id: 'moderate-menu',
    title: 'A moderator: the menu of a person',
    setup: ordinary,
    after: (hand) => hand.press(second),
  },
  {
    id: 'moderate-menu-muted',
    title: 'A moderator: the menu of a person who is muted for all',
    setup: ordinary,
    after: (hand) => hand.press(third),
  },
  {
    id: 'moderate-menu-row',
    title: 'A moderator: the menu of a person in the list, who may only remove people',
    setup: () => moderating(people(4), ['VIEW', 'JOIN', 'SPEAK', 'KICK']),
    after: (hand) => hand.press('.occupant:nth-child(2) [data-action="more"]'),
  },
  {
    id: 'moderate-menu-roster',
    title: 'A moderator: the menu of one of fifty',
    setup: () => moderating(people(50)),
    async after(hand) {
      await hand.focus('.roster li:nth-child(4)');
      await hand.press('.roster [data-action="more"]');
    },
  },
  {
    id: 'moderate-menu-channel',
    title: 'A moderator: the menu of a channel',
    setup: ordinary,
    after: (hand) => hand.press('.channel > [data-action="more"]'),
  },
  {
    id: 'moderate-button-focus',
    title: 'A moderator: the focus on the button of a menu in the list',
    setup: ordinary,
    after: (hand) => hand.focus('.occupant:nth-child(2) [data-action="more"]'),
  },
  dialog('mute', 'mute', 'mute for all'),
  dialog('unmute', 'unmute', 'the mute is lifted', ordinary, third),
  dialog('move', 'move', 'where to'),
  dialog('kick', 'kick', 'remove'),
  dialog('ban', 'ban', 'ban'),
  dialog('ban-hostile', 'ban', 'ban, of a long name', hostile),
  dialog('close', 'close', 'end the call', ordinary, '.channel > [data-action="more"]'),
  {
    ...dialog('reason', 'mute', 'no reason is given'),
    async after(hand) {
      await hand.press(second);
      await hand.press('[data-deed="mute"]');
      await hand.press('[data-action="do-deed"]');
    },
  },
  {
    ...dialog('refused', 'kick', 'the server refuses it'),
    setup: () =>
      together(ordinary(), { desktop: { fails: { 'moderation.act': error('moderationForbidden', 'forbidden') } } }),
    async after(hand) {
      await hand.press(second);
      await hand.press('[data-deed="kick"]');
      await hand.type('.deed input[type="text"]', 'Music in the background');
      await hand.press('[data-action="do-deed"]');
    },
  },
  {
    ...dialog('done', 'mute', 'it is done, and can be taken back'),
    async after(hand) {
      await hand.press(second);
      await hand.press('[data-deed="mute"]');
      await hand.type('.deed input[type="text"]', 'Music in the background');
      await hand.press('[data-action="do-deed"]');
    },
  },
  listed('restrictions', 'who is muted or banned', () =>
    together(ordinary(), { desktop: { restrictions: restrictions() } }),
  ),
  listed('restrictions-none', 'nobody is muted or banned', ordinary),
  listed('restrictions-failed', 'the list cannot be had', () =>
    together(ordinary(), { desktop: { fails: { 'moderation.restrictions': error('serverUnreachable') } } }),
  ),
  {
    id: 'moderate-member',
    title: 'Somebody who may not moderate',
    setup: () => moderating(people(4), ['VIEW', 'JOIN', 'SPEAK']),
  },
];
