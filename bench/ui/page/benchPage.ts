import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Envelope } from '@parley/shared/ipc/contract';

/** What a measured page lets the benchmark do, in `window.benchPage`. */
export interface BenchPage {
  /** Clicks on the channel, or does what that does. */
  join(channelId: string): Promise<void>;
  /** How many others' sounds are attached. */
  heard(): number;
  /** Takes something away for good, to see what it costs; what was taken away before stays away. */
  remove(what: Removable): Promise<void>;
  /** Null where a real server is behind it. */
  readonly simulation: Simulation | null;
}

/** What is taken away one after the other, in this order. */
export const removables = ['animations', 'meter', 'level', 'interface'] as const;
/**
 * `animations`: of CSS, and transitions. `meter`: it is not drawn any more, but still written to. `level`: nobody measures
 * the microphone. `interface`: only the call is left.
 */
export type Removable = (typeof removables)[number];

/** A call that no server knows of. */
export interface Simulation {
  /** Joins a call of so many and resolves when all of them are on the screen; returns how long it took, ms. */
  open(count: number): Promise<number>;
  /** Leaves it and resolves when the screen shows that. */
  close(): Promise<void>;
  /** So often a second somebody ends to speak and the next one begins; 0 ends it. */
  speakInTurn(changesPerSecond: number): void;
  /** So many come and go, ten at a time, all of them never seen before; the server's channel list tells it as well. */
  churn(count: number): Promise<void>;
}

/** What the page of the crowd lets the benchmark do, in `window.crowd`. */
export interface CrowdPage {
  /** Lets one more in per token; resolves with how many are in the room. */
  join(url: string, tokens: readonly string[]): Promise<number>;
  /** From now on one after the other speaks, each for `turn` ms. */
  speakInTurn(turn: number): void;
}

declare global {
  interface Window {
    readonly crowd: CrowdPage;
    readonly benchPage: BenchPage;
    /** Given by the benchmark where there is a server. */
    requestTicket(channelId: string): Promise<Envelope<JoinTicket>>;
    /** Counted by `watch.ts`. */
    readonly benchWatch: Watch;
  }
}

/** What is counted in a page from its beginning. */
export interface Watch {
  /** React's commits. */
  commits: number;
  /** Tasks above 50 ms. */
  longTasks: number;
  /** Counts the frames that came, and those that did not, for so many ms. */
  frames(duration: number): Promise<{ readonly drawn: number; readonly dropped: number }>;
  /** Resolves with the time from the next pointerdown until `selector` matches (or no longer does) on the screen, ms. */
  untilShown(selector: string, present: boolean): Promise<number>;
}
