import { idleSummary } from '@parley/shared/ipc/callSummary';
import type { ChannelsView, SessionView } from '@parley/shared/ipc/contract';
import { describe, expect, it } from 'vitest';
import { createTexts } from '../../locales/texts.ts';
import { trayMenu, type TrayEntry } from './trayMenu.ts';

const text = createTexts('en', 'en-GB');
const session: SessionView = {
  kind: 'signedIn',
  address: 'https://x',
  serverName: 'X',
  account: { id: 'ada', login: 'ada', name: 'Ada', administrator: false },
  vault: { kind: 'vault' },
};
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
    const menu = trayMenu({ session, channels: channels([['Lobby', 'Bo', 'Cy'], ['Quiet']]), call: idleSummary }, text);
    expect(labels(menu).slice(0, 4)).toEqual(['Lobby (2)', '    Bo', '    Cy', 'Quiet']);
    expect(menu[0]).toMatchObject({ does: { kind: 'join', channelId: 'c0' } });
  });

  it('offers mute, deafen and leave only in a call, and marks the channel', () => {
    const call = { ...idleSummary, phase: 'connected' as const, channelId: 'c0', channelName: 'Lobby', muted: true };
    const menu = trayMenu({ session, channels: channels([['Lobby']]), call }, text);
    expect(menu[0]).toMatchObject({ checked: true });
    expect(menu).toContainEqual({ kind: 'command', label: 'Mute', checked: true, does: { kind: 'toggleMute' } });
    expect(labels(menu)).toContain('Leave Lobby');
    expect(labels(trayMenu({ session, channels: channels([]), call: idleSummary }, text))).not.toContain('Mute');
  });

  it('stays a menu with hostile names, many people and many channels', () => {
    const people = Array.from({ length: 500 }, (_, index) => `P${index}`);
    const many = channels([[`a&b\n${'x'.repeat(300)}`, ...people], ...Array.from({ length: 400 }, () => ['C'])]);
    const menu = trayMenu({ session, channels: many, call: idleSummary }, text);
    expect(menu.length).toBeLessThan(60);
    expect(labels(menu)[0]).toMatch(/^a&&b x+ \(500\)$/);
    expect(labels(menu)).toContain('    and 492 more');
    expect(labels(menu)).toContain('and 361 more');
  });

  it('says why there is nothing to join', () => {
    const signedOut: SessionView = { kind: 'signedOut', address: '', login: '', error: null };
    expect(labels(trayMenu({ session: signedOut, channels: channels([]), call: idleSummary }, text))[0]).toBe(
      'Not signed in',
    );
    const offline: ChannelsView = { link: 'connecting', channels: [], error: null };
    expect(labels(trayMenu({ session, channels: offline, call: idleSummary }, createTexts('de', 'en')))[0]).toMatch(
      /^Verbindung/,
    );
  });
});
