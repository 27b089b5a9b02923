import type { Channel } from '@parley/shared/backends/channel';

const given = ['Ada', 'Björn', 'Chidi', 'Danuta', 'Elif', 'Farid', 'Grace', 'Hélène', 'Ismail', 'Jürgen'];
const family = ['Lindqvist', 'Okafor', 'Nowak', 'Şahin', 'Haddad', 'Hopper', 'Dubois', 'Tanaka'];

/** Somebody of a simulated call; the number is all there is to know. */
export interface Person {
  readonly sid: string;
  readonly identity: string;
  readonly name: string;
}

export const person = (number: number): Person => ({
  sid: `PA_${number}`,
  identity: `account-${number}:laptop`,
  name: `${given[number % given.length]} ${family[Math.floor(number / 3) % family.length]} ${number}`,
});

export const people = (count: number, first = 0): readonly Person[] =>
  Array.from({ length: count }, (_, index) => person(first + index));

/** What the server tells of the channel list; `inside` are the people of the lobby, whose room the call is. */
export const channelsWith = (inside: readonly Person[]): readonly Channel[] =>
  ['lobby', 'daily', 'quiet', 'reviews'].map((id, position) => ({
    id,
    name: id,
    kind: 'voice',
    topic: '',
    category: 'Voice',
    position,
    occupants:
      id === 'lobby'
        ? inside.map(({ identity, name }) => ({
            identity,
            accountId: identity,
            name,
            joinedAt: 1_700_000_000_000,
            sharingScreen: false,
          }))
        : [],
  }));
