/** A participant that livekit-client alone makes, as its guide says: the baseline. */
export interface BarePage {
  /** The click: ticket, connection, microphone, one after the other. ms since the epoch. */
  join(channel: string): Promise<number>;
  mute(): Promise<void>;
}

/** The far end: hears who is in a room, and when. */
export interface EarPage {
  join(url: string, token: string): Promise<void>;
  /** When somebody was heard first after a moment, ms since the epoch; null until then. */
  heardAfter(identity: string, moment: number): number | null;
  /**
   * When somebody was heard again after a silence of 150 ms that came after a moment, ms since the epoch; null until then. Somebody
   * whom this page had not heard yet at that moment, because it was let in anew, is heard again when heard first.
   */
  heardAgain(identity: string, moment: number): number | null;
  /** Since when somebody has been silent for 150 ms, after a moment; null while they are heard. */
  silentAfter(identity: string, moment: number): number | null;
}

declare global {
  interface Window {
    readonly bare: BarePage;
    readonly ear: EarPage;
  }
}
