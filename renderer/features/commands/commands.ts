import type { DesktopState } from '../../desktop/desktopStore.ts';
import { isSameChannel, type CallController, type CallView } from '../../call/callView.ts';
import { mayJoin } from '@parley/shared/backends/channel';
import { settingsPages, type ViewStore } from '../app/view.ts';

/** A combination as `KeyboardEvent` has it: `Control+Shift+M`. On macOS `Control` stands for Command. */
export type KeyCombination = string;

/** Everything that can be done from the keyboard; the words are `command.<name>` in the locale files. */
export interface Command {
  /** Unique: the name, and what it is about. */
  readonly id: string;
  readonly name: CommandName;
  /** Values for the words. */
  readonly values?: Readonly<Record<string, string>>;
  readonly keys?: KeyCombination;
  run(): void;
}

/** Its modifiers and, last, its key. `Control++` ends in the sign itself. */
export const partsOf = (combination: KeyCombination): readonly string[] => combination.split(/(?<=[^+])\+/);

/** With their keys, in the order in which the page of all shortcuts shows them. */
export const shortcuts = {
  palette: 'Control+K',
  shortcuts: 'Control+/',
  settings: 'Control+,',
  find: 'Control+F',
  mute: 'Control+Shift+M',
  deafen: 'Control+Shift+D',
  share: 'Control+Shift+S',
  connection: 'Control+Shift+I',
  leave: 'Control+Shift+L',
  undo: 'Control+Z',
  zoomIn: 'Control++',
  zoomOut: 'Control+-',
  zoomReset: 'Control+0',
  region: 'F6',
  quit: 'Control+Q',
} as const satisfies Readonly<Record<string, KeyCombination>>;

export type ShortcutName = keyof typeof shortcuts;
type CommandName =
  | ShortcutName
  | 'leaveAll'
  | 'join'
  | 'unmute'
  | 'undeafen'
  | 'stopSharing'
  | 'settingsPage'
  | 'theme'
  | 'signOut';

export interface CommandPorts {
  readonly desktop: Pick<DesktopState, 'profile' | 'session' | 'shownChannels' | 'settings'>;
  readonly call: CallView;
  readonly controller: Pick<CallController, 'join' | 'leave' | 'leaveAll' | 'setMuted' | 'setDeafened' | 'stopSharing'>;
  readonly view: ViewStore;
  readonly share: () => void;
  readonly setTheme: (theme: 'system' | 'dark' | 'light' | 'contrast') => void;
  readonly setZoom: (percent: number) => void;
  readonly signOut: () => void;
  readonly quit: () => void;
  /** Leaves in a way that can be taken back. */
  readonly leave: () => void;
}

/** What can be chosen, per cent: WCAG 2.2 asks for 200 (success criterion 1.4.4). */
export const zooms = [80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

/** The next larger (1) or smaller (-1) size, per cent; the same at the end. */
export const zoomed = (zoom: number, direction: 1 | -1): number =>
  (direction === 1 ? zooms.find((other) => other > zoom) : zooms.findLast((other) => other < zoom)) ?? zoom;

/** What can be done now: nothing that would do nothing. */
export function listCommands(ports: CommandPorts): readonly Command[] {
  const { call, controller, view, desktop } = ports;
  const { phase } = call.state;
  const inCall = phase !== 'idle' && phase !== 'ended' && phase !== 'failed';
  const here = inCall ? call.state.channel : null;
  const command = (name: CommandName, run: () => void, keys?: KeyCombination): Command => ({
    id: name,
    name,
    run,
    ...(keys === undefined ? {} : { keys }),
  });
  const commands: Command[] = [
    call.muted
      ? command('unmute', () => controller.setMuted(false), shortcuts.mute)
      : command('mute', () => controller.setMuted(true), shortcuts.mute),
    call.deafened
      ? command('undeafen', () => controller.setDeafened(false), shortcuts.deafen)
      : command('deafen', () => controller.setDeafened(true), shortcuts.deafen),
  ];
  if (phase === 'connected') {
    commands.push(
      call.sharing === 'off'
        ? command('share', ports.share, shortcuts.share)
        : command('stopSharing', () => controller.stopSharing(), shortcuts.share),
    );
  }
  if (inCall) {
    commands.push(command('leave', ports.leave, shortcuts.leave));
    commands.push(command('connection', () => view.setState({ dialog: 'connection' }), shortcuts.connection));
  }
  if (call.beside.length > 0) commands.push(command('leaveAll', () => controller.leaveAll()));
  const { profile } = desktop;
  if (desktop.session.kind === 'signedIn' && profile !== null) {
    for (const channel of desktop.shownChannels.channels) {
      const { id, name } = channel;
      const place = { server: profile.id, id, name };
      if (!mayJoin(channel) || (here !== null && isSameChannel(here, place))) continue;
      commands.push({
        id: `join ${id}`,
        name: 'join',
        values: { channel: name },
        run: () => controller.join(place),
      });
    }
  }
  commands.push(command('settings', () => view.setState({ page: 'settings' }), shortcuts.settings));
  for (const page of settingsPages) {
    commands.push({
      id: `settings ${page}`,
      name: 'settingsPage',
      values: { page },
      run: () => view.setState({ page: 'settings', settingsPage: page }),
    });
  }
  for (const theme of ['system', 'dark', 'light', 'contrast'] as const) {
    commands.push({ id: `theme ${theme}`, name: 'theme', values: { theme }, run: () => ports.setTheme(theme) });
  }
  const { zoom } = desktop.settings;
  commands.push(
    command('zoomIn', () => ports.setZoom(zoomed(zoom, 1)), shortcuts.zoomIn),
    command('zoomOut', () => ports.setZoom(zoomed(zoom, -1)), shortcuts.zoomOut),
    command('zoomReset', () => ports.setZoom(100), shortcuts.zoomReset),
  );
  commands.push(command('shortcuts', () => view.setState({ dialog: 'shortcuts' }), shortcuts.shortcuts));
  if (desktop.session.kind === 'signedIn') commands.push(command('signOut', ports.signOut));
  commands.push(command('quit', ports.quit, shortcuts.quit));
  return commands;
}

/**
 * The entries whose words hold every word that was typed, at most `limit`: those that begin with it first, otherwise in
 * their own order. Case and accents do not matter.
 */
export function matchWords<T>(
  entries: readonly T[],
  wordsOf: (entry: T) => string,
  typed: string,
  limit: number,
): readonly T[] {
  const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
  const wanted = plain(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const start: T[] = [];
  const rest: T[] = [];
  for (const entry of entries) {
    const words = plain(wordsOf(entry));
    if (!wanted.every((word) => words.includes(word))) continue;
    (wanted.length > 0 && words.startsWith(wanted[0] ?? '') ? start : rest).push(entry);
  }
  return [...start, ...rest].slice(0, limit);
}

interface Stroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Which shortcut a stroke is, on this platform. Letters by what the key types, so that every layout keeps its letters. */
export function shortcutOf(stroke: Stroke, platform: 'windows' | 'macos' | 'linux'): ShortcutName | null {
  const main = platform === 'macos' ? stroke.metaKey : stroke.ctrlKey;
  const other = platform === 'macos' ? stroke.ctrlKey : stroke.metaKey;
  // AltGr is Control and Alt on Windows: it types characters.
  if (other || stroke.altKey) return null;
  // The plus of many layouts is `=` with Shift, which nobody presses for it.
  const typed = stroke.key === '=' ? '+' : stroke.key.toLowerCase();
  const found = Object.entries(shortcuts).find(([, combination]) => {
    const parts = partsOf(combination);
    const key = parts.at(-1) ?? '';
    if (parts.includes('Control') !== main) return false;
    // Where a layout needs Shift for the sign (`/` on a German keyboard), the sign decides.
    if (/^\w+$/.test(key) && parts.includes('Shift') !== stroke.shiftKey) return false;
    return key.toLowerCase() === typed;
  });
  return (found?.[0] as ShortcutName | undefined) ?? null;
}
