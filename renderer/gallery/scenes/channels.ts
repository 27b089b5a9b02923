import { channel, error, hostileNames, manyChannels, people, person, signedIn, teamChannels } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';

export const channelScenes: readonly Scene[] = [
  { id: 'channels', title: 'Channels of a team, no call', setup: () => signedIn() },
  {
    id: 'channels-1',
    title: 'One channel, no category',
    setup: () => signedIn([channel(0, { name: 'Lobby' })]),
  },
  { id: 'channels-none', title: 'No channel', setup: () => signedIn([]) },
  {
    id: 'channels-loading',
    title: 'Channels not yet told',
    setup: () => together(signedIn(), { desktop: { channels: { link: 'connecting', channels: [], error: null } } }),
  },
  { id: 'channels-40', title: '40 channels', setup: () => signedIn(manyChannels(40)) },
  { id: 'channels-400', title: '400 channels in groups', setup: () => signedIn(manyChannels(400)) },
  {
    id: 'channels-crowded',
    title: 'A channel with 200 people, seen from outside',
    setup: () => signedIn(teamChannels(people(200).slice(1))),
  },
  {
    id: 'channels-crowded-open',
    title: 'A channel with 200 people, all of them shown',
    setup: () => signedIn(teamChannels(people(200).slice(1))),
    after: (hand) => hand.press('.occupants-more button'),
  },
  {
    id: 'channels-folded',
    title: 'A category folded',
    setup: () => signedIn(),
    after: (hand) => hand.press('.group-legend button'),
  },
  {
    id: 'channels-search',
    title: 'Search: some found',
    setup: () => signedIn(),
    after: (hand) => hand.type('[data-part="channel-search"] input', 're'),
  },
  {
    id: 'channels-search-nothing',
    title: 'Search: nothing found',
    setup: () => signedIn(),
    after: (hand) => hand.type('[data-part="channel-search"] input', 'xylophone'),
  },
  {
    id: 'channels-offline',
    title: 'The server does not answer, old list',
    setup: () =>
      together(signedIn(), {
        desktop: { channels: { link: 'offline', channels: teamChannels(), error: error('serverUnreachable') } },
      }),
  },
  {
    id: 'channels-reconnecting',
    title: 'The list connects again',
    setup: () =>
      together(signedIn(), { desktop: { channels: { link: 'connecting', channels: teamChannels(), error: null } } }),
  },
  {
    id: 'channels-offline-empty',
    title: 'The server does not answer, no list',
    setup: () =>
      together(signedIn(), {
        desktop: { channels: { link: 'offline', channels: [], error: error('serverUnreachable') } },
      }),
  },
  {
    id: 'channels-polling',
    title: 'Channels that are asked for, because nothing tells of changes',
    setup: () =>
      together(signedIn(), {
        desktop: { channels: { link: 'polling', channels: teamChannels(), error: error('upgradeStripped') } },
      }),
  },
  {
    id: 'channels-hostile-names',
    title: 'Channels, categories and a server of hostile names',
    setup: () => {
      const channels = Object.values(hostileNames).map((name, index) =>
        channel(index, {
          name,
          category: index < 4 ? '' : name,
          inside: index % 3 === 0 ? [person(index + 1, { name })] : [],
        }),
      );
      const setup = signedIn(channels);
      const session = setup.desktop?.session;
      return session?.kind === 'signedIn'
        ? together(setup, { desktop: { session: { ...session, serverName: hostileNames['256 characters'] ?? '' } } })
        : setup;
    },
  },
  {
    id: 'channels-permissions',
    title:
      'A channel that may not be joined; people muted by themselves and by a moderator, deafened, and without the right to speak',
    setup: () => {
      const [first, second, ...others] = teamChannels(people(6));
      if (first === undefined || second === undefined) throw new Error('the team has no channels');
      const occupants = first.occupants.map((occupant, index) => ({
        ...occupant,
        muted: index > 0,
        hardMuted: index === 2,
        camera: index === 3,
        deafened: index === 4,
        maySpeak: index !== 5,
      }));
      return signedIn([{ ...first, occupants }, { ...second, permissions: ['VIEW'] }, ...others]);
    },
  },
  {
    id: 'no-key',
    title: 'No key bound',
    setup: () => together(signedIn(), { desktop: { settings: { talkBindings: [] } } }),
  },
];
