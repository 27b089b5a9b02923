import type { ParticipantView, SpeechSpan } from '../callView.ts';

/** As far back as the trace under a tile shows, ms. */
export const recordLength = 60_000;

/** Who spoke when, for the last minute. Times are ms since the epoch. */
export interface SpeechRecord {
  /** Tells who is there and who speaks, each time that changes. Whoever is gone is forgotten. */
  follow(participants: readonly ParticipantView[], at: number): void;
  /** Oldest first; the last one has `to: null` while somebody speaks. */
  spansOf(identity: string, at: number): readonly SpeechSpan[];
}

export function createSpeechRecord(): SpeechRecord {
  let spans = new Map<string, readonly SpeechSpan[]>();
  return {
    follow(participants, at) {
      spans = new Map(
        participants.map(({ identity, speaking }) => [identity, nextSpans(spans.get(identity) ?? [], speaking, at)]),
      );
    },
    spansOf: (identity, at) => recent(spans.get(identity) ?? [], at),
  };
}

/** The spans after a moment in which somebody speaks or does not; the very array of `before` where nothing changed. */
export function nextSpans(before: readonly SpeechSpan[], speaking: boolean, at: number): readonly SpeechSpan[] {
  const last = before.at(-1);
  const open = last?.to === null;
  if (open === speaking) return before;
  if (last !== undefined && open) return [...before.slice(0, -1), { from: last.from, to: Math.max(last.from, at) }];
  return [...recent(before, at), { from: at, to: null }];
}

const recent = (spans: readonly SpeechSpan[], at: number): readonly SpeechSpan[] =>
  spans.filter(({ to }) => to === null || to > at - recordLength);
