import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Leaving } from '../leaving/channelsEndedBy.ts';
import type { Moderating } from '../moderation/deeds.ts';
import type { Draft } from '../servers/profileDraft.ts';

export const settingsPages = [
  'talk',
  'sound',
  'voice',
  'hearing',
  'announcements',
  'appearance',
  'servers',
  'doctor',
  'account',
  'about',
] as const;
export type SettingsPage = (typeof settingsPages)[number];

/** What lies over the stage. */
export type DialogName = 'screenPicker' | 'palette' | 'shortcuts' | 'connection';

/** Something just done that can be taken back. */
export interface UndoOffer {
  readonly id: number;
  /** What was done, in words of the person's language. */
  readonly text: string;
  readonly action: string;
  undo(): void;
}

/** What this window shows, which nobody else needs to know. */
export interface View {
  readonly page: 'call' | 'settings' | 'server';
  /** Of the page `server`: the profile that is edited; null makes a new one. */
  readonly server: string | null;
  /** Of the page `server`: where it was opened. */
  readonly back: 'call' | 'settings';
  /** Of the page `server`: what was typed before it was closed, when somebody wants it back. */
  readonly draft: Draft | null;
  readonly settingsPage: SettingsPage;
  /** An address that the network doctor is to look at as soon as its page is open. */
  readonly examined: string | null;
  readonly dialog: DialogName | null;
  /** A moderator's menu, or the dialog that was chosen in it. */
  readonly moderating: Moderating | null;
  /** What the person is asked about, because it would end a call. */
  readonly leaving: Leaving | null;
  readonly undo: UndoOffer | null;
  /** Of a new person's first minutes; `null` when they are over or were never needed. */
  readonly introduction: 'microphone' | 'key' | null;
  /** The newest texts that a screen reader is to be told when the microphone is not open, oldest first. */
  readonly said: readonly { readonly id: number; readonly text: string }[];
}

export const firstView: View = {
  page: 'call',
  server: null,
  back: 'call',
  draft: null,
  settingsPage: 'talk',
  examined: null,
  dialog: null,
  moderating: null,
  leaving: null,
  undo: null,
  introduction: 'microphone',
  said: [],
};

export type ViewStore = StoreApi<View>;

export const createViewStore = (initial: Partial<View> = {}): ViewStore =>
  createStore<View>(() => ({ ...firstView, ...initial }));

/** Given once by whoever draws the program. */
export const ViewContext = createContext<ViewStore | null>(null);

export function useViewStore(): ViewStore {
  const store = useContext(ViewContext);
  if (store === null) throw new Error('ViewContext is missing');
  return store;
}

/** A part of what the window shows; renders again only when that part changed. */
export const useView = <T>(select: (view: View) => T): T => useStore(useViewStore(), select);

/** What is said before the announcer is there waits for it; more than this says nothing at once. */
const saidAtMost = 12;

/** Has a screen reader told this, as soon as nobody else would hear it (`Announcer`). */
export function say(store: ViewStore, text: string): void {
  store.setState(({ said }) => ({ said: [...said, { id: (said.at(-1)?.id ?? 0) + 1, text }].slice(-saidAtMost) }));
}

/** Offers to take back what was just done; a newer offer takes the place of an older one. */
export function offerUndo(store: ViewStore, offer: Omit<UndoOffer, 'id'>): void {
  store.setState(({ undo }) => ({ undo: { ...offer, id: (undo?.id ?? 0) + 1 } }));
}
