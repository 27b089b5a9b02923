import { defaultSettings } from '@parley/shared/settings/settings';
import { describe, expect, it } from 'vitest';
import { noCall, type CallView } from '../../call/callView.ts';
import { createViewStore } from '../app/view.ts';
import { listCommands, matchWords, partsOf, shortcutOf, shortcuts, type CommandPorts } from './commands.ts';

const channel = (id: string, kind: 'voice' | 'text') => ({
  id,
  name: `# ${id}`,
  kind,
  topic: '',
  category: '',
  position: 0,
  occupants: [],
});
const done: string[] = [];
const ports = (change: Partial<CallView>): CommandPorts => ({
  desktop: {
    settings: defaultSettings,
    session: {
      kind: 'signedIn',
      serverName: '',
      account: { id: 'a', login: 'a', name: 'A', administrator: false },
      vault: { kind: 'vault' },
    },
    profile: { id: 'team', dialect: 'parley', address: '', login: '', name: '' },
    shownChannels: {
      link: 'live',
      error: null,
      channels: [channel('a', 'voice'), channel('b', 'voice'), channel('c', 'text')],
    },
  },
  call: { ...noCall, ...change },
  controller: {
    join: ({ id }) => done.push(`join ${id}`),
    leave: () => done.push('leave at once'),
    leaveAll: () => done.push('leave all'),
    setMuted: (muted) => done.push(`muted ${muted}`),
    setDeafened: (deafened) => done.push(`deafened ${deafened}`),
    stopSharing: () => done.push('stopSharing'),
  },
  view: createViewStore(),
  share: () => done.push('share'),
  setTheme: (theme) => done.push(theme),
  setZoom: (percent) => done.push(`zoom ${percent}`),
  quit: () => done.push('quit'),
  signOut: () => done.push('signOut'),
  leave: () => done.push('leave'),
});
const names = (change: Partial<CallView>): string[] => listCommands(ports(change)).map(({ id }) => id);

describe('listCommands', () => {
  it('offers what does something: joining other voice channels, and the call only in a call', () => {
    expect(defaultSettings.theme).toBe('system');
    const idle = names({});
    expect(idle).toEqual(
      expect.arrayContaining(['join a', 'join b', 'mute', 'settings talk', 'theme dark', 'signOut']),
    );
    for (const absent of ['join c', 'leave', 'share', 'connection']) expect(idle).not.toContain(absent);
    const inCall = names({
      state: { phase: 'connected', channel: { server: 'team', id: 'a', name: 'A' }, since: 0 },
      muted: true,
      sharing: 'on',
    });
    expect(inCall).toEqual(expect.arrayContaining(['join b', 'unmute', 'stopSharing', 'leave', 'connection']));
    expect(inCall).not.toContain('join a');
  });

  it('has ids of its own for every command, also with two channels of one name', () => {
    expect(new Set(names({})).size).toBe(names({}).length);
  });

  it('runs what it names', () => {
    done.length = 0;
    for (const { id, run } of listCommands(ports({}))) if (['mute', 'join b', 'theme light'].includes(id)) run();
    expect(done).toEqual(['muted true', 'join b', 'light']);
  });
});

describe('matchWords', () => {
  const match = (typed: string, limit = 9): readonly string[] =>
    matchWords(['Join Lobby', 'Lobby of Ärzte', 'Mute', ''], (entry) => entry, typed, limit);

  it('finds all words in any order, without case and accents, beginnings first', () => {
    expect(match('lob')).toEqual(['Lobby of Ärzte', 'Join Lobby']);
    expect(match('LOBBY join')).toEqual(['Join Lobby']);
    expect(match('arzt')).toEqual(['Lobby of Ärzte']);
    expect(match('zzz')).toEqual([]);
  });

  it('shows the first ones for nothing typed, up to the limit', () => {
    expect(match('  ', 2)).toEqual(['Join Lobby', 'Lobby of Ärzte']);
  });
});

describe('shortcutOf', () => {
  const stroke = { key: 'k', code: 'KeyK', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

  it('knows every shortcut, by Command on macOS', () => {
    for (const [name, combination] of Object.entries(shortcuts)) {
      const parts = partsOf(combination);
      const pressed = { ...stroke, key: parts.at(-1) ?? '', shiftKey: parts.includes('Shift') };
      const main = parts.includes('Control');
      expect(shortcutOf({ ...pressed, ctrlKey: main }, 'linux')).toBe(name);
      expect(shortcutOf({ ...pressed, metaKey: main }, 'macos')).toBe(name);
      if (main) expect(shortcutOf({ ...pressed, ctrlKey: true }, 'macos')).toBeNull();
    }
  });

  it('takes the sign where the layout needs Shift for it, and leaves AltGr alone', () => {
    expect(shortcutOf({ ...stroke, key: '/', ctrlKey: true, shiftKey: true }, 'windows')).toBe('shortcuts');
    expect(shortcutOf({ ...stroke, ctrlKey: true, altKey: true }, 'windows')).toBeNull();
    expect(shortcutOf({ ...stroke, key: 'm', ctrlKey: true }, 'linux')).toBeNull();
    expect(shortcutOf(stroke, 'linux')).toBeNull();
  });
});
