import type { Channel } from '@parley/shared/backends/channel';
import type { AudioDevice } from '@parley/shared/devices/device';
import type { ErrorReason, ParleyError } from '@parley/shared/errors';
import type { ScreenSource } from '@parley/shared/ipc/contract';
import type { CallChannel, ModeratorWords, ParticipantView, PathKind, PathView, ScreenView } from '../call/callView.ts';
import { participant } from '../call/testing/participant.ts';
import type { CallSetup } from './doubles/callController.ts';
import { exampleServer } from './doubles/desktop.ts';
import type { Setup } from './scene.ts';

const given = [
  ...['Ada', 'Björn', 'Chidi', 'Danuta', 'Elif', 'Farid', 'Grace', 'Hélène', 'Ismail', 'Jürgen'],
  ...['Keiko', 'Lucía', 'Mehdi', 'Ngozi', 'Ólafur', 'Priya', 'Quentin', 'Ruth', 'Siobhán', 'Tomáš'],
];
const family = [
  'Lindqvist',
  'Okafor',
  'Nowak',
  'Şahin',
  'Haddad',
  'Hopper',
  'Dubois',
  'Yılmaz',
  'Weißenböck',
  'Tanaka',
];

/** One of two hundred people, all of different names. */
const nameOf = (index: number): string => `${given[index % 20]} ${family[(Math.floor(index / 20) + index) % 10]}`;

export const person = (index: number, change: Partial<ParticipantView> = {}): ParticipantView =>
  participant(`account-${index}:laptop`, { name: nameOf(index), isLocal: index === 0, ...change });

/** The first is this program's own; of the others one in seven is muted, one in eleven only listens. */
export const people = (count: number, speakers: readonly number[] = []): readonly ParticipantView[] =>
  Array.from({ length: count }, (_, index) =>
    person(index, {
      speaking: speakers.includes(index),
      microphone: speakers.includes(index) ? 'open' : index % 7 === 6 ? 'muted' : index % 11 === 10 ? 'none' : 'shut',
    }),
  );

/** Names as people make them to see what happens. All of them pass the server's schema: 1 to 256 characters. */
export const hostileNames: Readonly<Record<string, string>> = {
  'one character': 'I',
  '256 characters': 'Maximilian-Alexander-von-und-zu-'.repeat(8),
  '256 characters with spaces': 'word after word after word after '.repeat(8).slice(0, 256),
  emoji: '🦊🔥🎧',
  'family emoji': '👩‍👩‍👧‍👦 👨‍👩‍👦‍👦',
  'right to left': 'عبد الرحمن بن خالد',
  'right-to-left override': '\u202Egnp.exe',
  'zero width between': 'a\u200Bd\u200Bm\u200Bi\u200Bn',
  'only zero width': '\u200B\u200D\u2060',
  combining: Array.from(
    'Zalgo',
    (letter) => letter + '\u0300\u0315\u0327\u0334\u0345\u035B\u0323\u030D'.repeat(4),
  ).join(''),
  markup: '<script>alert(1)</script>',
  'equal, first': 'Ada Lindqvist',
  'equal, second': 'Ada Lindqvist',
  'line break': 'two\nlines\tand a tab',
  placeholder: '{{count}} $t(call.notInCall) <cap>',
};

export const hostilePeople = (): readonly ParticipantView[] => [
  person(0, { name: 'Ada Lindqvist' }),
  ...Object.values(hostileNames).map((name, index) =>
    person(index + 1, { name, speaking: index % 4 === 1, microphone: index % 4 === 1 ? 'open' : 'shut' }),
  ),
];

export const channel = (
  index: number,
  change: Partial<Omit<Channel, 'occupants'>> & { readonly inside?: readonly ParticipantView[] } = {},
): Channel => {
  const { inside = [], ...rest } = change;
  return {
    id: `channel-${index}`,
    name: `Room ${index}`,
    kind: 'voice',
    topic: '',
    category: '',
    position: index,
    occupants: inside.map(({ identity, name, sharing }) => ({
      identity,
      accountId: identity,
      name,
      joinedAt: Date.now() - 600_000,
      sharingScreen: sharing,
    })),
    ...rest,
  };
};

/** The channel of every scene that is in a call. */
export const lobby: CallChannel = { server: exampleServer.id, id: 'channel-0', name: 'Lobby' };

/** A team's server; `inside` are the people of the lobby. */
export const teamChannels = (inside: readonly ParticipantView[] = []): readonly Channel[] => [
  channel(0, { name: lobby.name, topic: 'Where everybody meets. Release on Thursday.', category: 'Voice', inside }),
  channel(1, { name: 'Daily', topic: '15 minutes, standing', category: 'Voice', inside: people(24).slice(20, 23) }),
  channel(2, { name: 'Quiet work', category: 'Voice' }),
  channel(3, {
    name: 'Reviews',
    category: 'Voice',
    inside: [person(31), person(32, { sharing: true })],
  }),
  channel(4, { name: 'announcements', kind: 'text', category: 'Text' }),
  channel(5, { name: 'help', kind: 'text', category: 'Text' }),
];

export const manyChannels = (count: number): readonly Channel[] =>
  Array.from({ length: count }, (_, index) =>
    channel(index, {
      name: index % 13 === 5 ? `A channel with rather a long name, number ${index + 1}` : `Channel ${index + 1}`,
      kind: index % 9 === 8 ? 'text' : 'voice',
      category: `Group ${Math.floor(index / 20) + 1}`,
      ...(index % 9 !== 8 && index % 6 === 0 ? { inside: people(40 + (index % 5)).slice(40) } : {}),
    }),
  );

export const signedIn = (channels: readonly Channel[] = teamChannels()): Setup => ({
  desktop: {
    session: {
      kind: 'signedIn',
      serverName: 'Example team',
      account: { id: 'account-0', login: 'ada', name: 'Ada Lindqvist', administrator: false },
      vault: { kind: 'vault' },
    },
    channels: { link: 'live', channels, error: null },
  },
});

export const path = (kind: PathKind = 'UDP', change: Partial<PathView> = {}): PathView => ({
  kind,
  roundTrip: 24,
  loss: 0.002,
  history: Array.from({ length: 30 }, (_, index) => 22 + ((index * 7) % 11) + (index === 19 ? 46 : 0)),
  losses: Array.from({ length: 30 }, (_, index) => (index === 19 || index === 20 ? 0.031 : (index % 4) / 1_000)),
  jitter: 4,
  jitters: Array.from({ length: 30 }, (_, index) => 3 + ((index * 5) % 4) + (index === 19 ? 14 : 0)),
  changes: [{ kind, at: Date.now() - 754_000, cause: 'joined' }],
  ...change,
});

/** A moderator's words; by default a name and a reason, without an end. */
export const words = (change: Partial<ModeratorWords> = {}): ModeratorWords => ({
  by: nameOf(6),
  reason: 'Music in the background, third warning',
  everywhere: false,
  until: null,
  ...change,
});

/** Signed in and in the lobby with these people. */
export const inCall = (participants: readonly ParticipantView[], change: CallSetup = {}): Setup => ({
  ...signedIn(teamChannels(participants)),
  call: {
    state: { phase: 'connected', channel: lobby, since: Date.now() - 754_000 },
    microphone: { state: 'shut', reason: 'notHeld' },
    participants,
    path: path(),
    level: -48,
    ...change,
  },
});

const details: Partial<Record<ErrorReason, string>> = {
  serverUnreachable: 'connect ECONNREFUSED 203.0.113.7:443',
  notParleyServer: 'GET https://voice.example.org/api/server answered 200 text/html',
  voiceServerDown: 'signal wss://rtc.example.org: closed 1006 before the first message, 3 attempts',
  mediaBlocked: 'ICE failed: 4 local candidates, 3 remote candidates, 9 pairs, none succeeded within 15 s',
  wrongCredentials: 'POST https://voice.example.org/api/session answered 401',
};

export const error = (reason: ErrorReason, code: ParleyError['code'] = 'unavailable'): ParleyError => ({
  code,
  reason,
  message: details[reason] ?? `${code}: ${reason}`,
});

export const devices: readonly AudioDevice[] = [
  { kind: 'audioinput', deviceId: 'headset-in', groupId: 'headset', label: 'Headset (USB Audio)' },
  { kind: 'audioinput', deviceId: 'built-in', groupId: 'board', label: 'Built-in microphone' },
  {
    kind: 'audioinput',
    deviceId: 'long',
    groupId: 'long',
    label: 'Microphone array with a very long name (Example Audio Professional Series 4th generation)',
  },
  { kind: 'audioinput', deviceId: 'nameless', groupId: 'nameless', label: '' },
  { kind: 'audiooutput', deviceId: 'headset-out', groupId: 'headset', label: 'Headset (USB Audio)' },
  { kind: 'audiooutput', deviceId: 'speakers', groupId: 'board', label: 'Loudspeakers' },
];

const thumbnail = (index: number): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="hsl(${(index * 47) % 360} 25% 32%)"/><rect x="24" y="${16 + (index % 4) * 8}" width="240" height="120" fill="#eee"/></svg>`,
  )}`;

/** Two screens, then windows; one of them without a picture, one with a long name. */
export const screenSources = (count: number): readonly ScreenSource[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `source-${index}`,
    kind: index < 2 ? 'screen' : 'window',
    name:
      index < 2
        ? `Screen ${index + 1}`
        : index % 5 === 3
          ? 'A report with a long title that nobody cuts short – Quarterly numbers (final) – Editor'
          : `Window ${index - 1}`,
    thumbnail: index === 4 ? '' : thumbnail(index),
  }));

export const screens = (...owners: readonly ParticipantView[]): readonly ScreenView[] =>
  owners.map(({ identity, name, isLocal }, index) => ({ id: `screen-${index}`, identity, name, isLocal }));
