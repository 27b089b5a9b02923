import type { Dialect, Instance } from './profile.ts';

/** What a backend can do, so that the interface draws only what works. */
export interface Capabilities {
  /** Otherwise the channels are the profile's saved names. */
  readonly listsChannels: boolean;
  /** Who is in a channel is known without joining it. */
  readonly presence: boolean;
  /** Others are told that a person hears nobody. */
  readonly tellsDeafened: boolean;
  readonly chatHistory: boolean;
  /** Whoever may can mute, remove, ban and move people, and close calls. */
  readonly moderation: boolean;
  /** Name, password, devices and invitations can be looked after; people come by invitation. */
  readonly account: boolean;
  /** A room can be made with limits of its own before anybody joins it. */
  readonly createsRooms: boolean;
  /** The LiveKit servers behind one sign-in that can be joined at once, each independently; empty for the usual one. */
  readonly instances: readonly Instance[];
}

const ticketsOnly: Capabilities = {
  listsChannels: false,
  presence: false,
  tellsDeafened: false,
  chatHistory: false,
  moderation: false,
  account: false,
  createsRooms: false,
  instances: [],
};

export const capabilities: Readonly<Record<Dialect, Capabilities>> = {
  parley: { ...ticketsOnly, listsChannels: true, presence: true, tellsDeafened: true, moderation: true, account: true },
  webchat: ticketsOnly,
  kraken: ticketsOnly,
  token: ticketsOnly,
  // seeds/artist-space.txt "Multiple LiveKit Instances"
  'artist-space': { ...ticketsOnly, createsRooms: true, instances: ['main', 'meet', 'chat'] },
  direct: ticketsOnly,
};
