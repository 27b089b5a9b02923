import { idleSummary } from '@parley/shared/ipc/callSummary';
import type { ChannelsView, SessionView } from '@parley/shared/ipc/contract';
import { describe, expect, it } from 'vitest';
import { createTexts } from '../../locales/texts.ts';
import { trayMenu, type TrayEntry, type TrayState } from './trayMenu.ts';

const text = createTexts('en', 'en-GB');
const session: SessionView = {
  kind: 'signedIn',
  serverName: 'X',
  account: { id: 'ada', login: 'ada', name: 'Ada', administrator: false },
  vault: { kind: 'vault' },
};
const profile = (id: string, name: string): TrayState['profiles'][number] => ({
  id,
  dialect: 'parley',
  address: 'https://x',
  login: 'ada',
  name,
});
/** One server, signed in. */
const menuOf = (view: ChannelsView, call = idleSummary, language = text) =>
  trayMenu({ profiles: [profile('x', 'X')], sessions: { x: session }, channels: { x: view }, call }, language);
const occupant = (name: string) => ({ identity: name, accountId: name, name, joinedAt: 0, sharingScreen: false });
const channels = (names: readonly string[][]): ChannelsView => ({
  link: 'live',
  error: null,
  channels: names.map(([name = '', ...people], index) => ({
    id: `c${index}`,
    name,
    kind: 'voice' as const,
    topic: '',
    category: '',
    position: index,
    occupants: people.map(occupant),
  })),
});
const labels = (entries: readonly TrayEntry[]) => entries.flatMap((entry) => ('label' in entry ? [entry.label] : []));

describe('trayMenu', () => {
  it('lists channels with their people, and joins by a click', () => {
    const menu = menuOf(channels([['Lobby', 'Bo', 'Cy'], ['Quiet']]));
    expect(labels(menu).slice(0, 4)).toEqual(['Lobby (2)', '    Bo', '    Cy', 'Quiet']);
    expect(menu[0]).toMatchObject({ does: { kind: 'join', server: 'x', channelId: 'c0' } });
  });

  it('offers mute, deafen and leave only in a call, and marks the channel', () => {
    const here = { server: 'x', channelId: 'c0', channelName: 'Lobby' };
    const call = { ...idleSummary, ...here, phase: 'connected' as const, muted: true };
    const menu = menuOf(channels([['Lobby']]), call);
    expect(menu[0]).toMatchObject({ checked: true });
    expect(menu).toContainEqual({ kind: 'command', label: 'Mute', checked: true, does: { kind: 'toggleMute' } });
    expect(labels(menu)).toContain('Leave Lobby');
    expect(labels(menuOf(channels([])))).not.toContain('Mute');
  });

  it('stays a menu with hostile names, many people and many channels', () => {
    const people = Array.from({ length: 500 }, (_, index) => `P${index}`);
    const many = channels([[`a&b\n${'x'.repeat(300)}`, ...people], ...Array.from({ length: 400 }, () => ['C'])]);
    const menu = menuOf(many);
    expect(menu.length).toBeLessThan(60);
    expect(labels(menu)[0]).toMatch(/^a&&b x+ \(500\)$/);
    expect(labels(menu)).toContain('    and 492 more');
    expect(labels(menu)).toContain('and 361 more');
  });

  it('says why there is nothing to join', () => {
    const nobody = { profiles: [profile('x', 'X')], sessions: {}, channels: {}, call: idleSummary };
    expect(labels(trayMenu(nobody, text))[0]).toBe('Not signed in');
    const offline: ChannelsView = { link: 'connecting', channels: [], error: null };
    expect(labels(menuOf(offline, idleSummary, createTexts('de', 'en')))[0]).toMatch(/^Verbindung/);
  });

  it('offers no channel that may not be joined', () => {
    const [lobby] = channels([['Lobby']]).channels;
    const locked = lobby === undefined ? [] : [lobby, { ...lobby, id: 'locked', name: 'Locked', permissions: [] }];
    expect(labels(menuOf({ link: 'live', error: null, channels: locked }))).not.toContain('Locked');
  });

  it('names several servers above their channels, each with its own ids', () => {
    const call = { ...idleSummary, phase: 'connected' as const, server: 'y', channelId: 'c0', channelName: 'Lobby' };
    const lobby = channels([['Lobby']]);
    const menu = trayMenu(
      {
        profiles: [profile('x', 'X'), profile('gone', 'Gone'), profile('y', 'Y')],
        sessions: { x: session, gone: { kind: 'signedOut', error: null }, y: session },
        channels: { x: lobby, y: lobby },
        call,
      },
      text,
    );
    expect(labels(menu).slice(0, 4)).toEqual(['X', 'Lobby', 'Y', 'Lobby']);
    expect(menu[1]).toMatchObject({ checked: false, does: { server: 'x', channelId: 'c0' } });
    expect(menu[3]).toMatchObject({ checked: true, does: { server: 'y', channelId: 'c0' } });
  });
});
