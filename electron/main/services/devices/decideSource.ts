/** A source of the sound server. */
export interface Source {
  readonly index: number;
  /** The server's own, of which there is one. */
  readonly name: string;
  /** What people and the browser call it; two of a kind have the same. */
  readonly description: string;
}

/** A program records from a source. */
export interface Recording {
  /** Index of the source. */
  readonly source: number;
  /** Null where the program did not tell. */
  readonly process: number | null;
}

/**
 * Which source the browser means by a label. It tells neither name nor number of a device: of two with one description it is the
 * one from which our own processes record. Null: there is none, or it cannot be told which (nobody records yet, or both are recorded
 * from while one takes over).
 */
export function decideSource<S extends Source>(
  label: string,
  sources: readonly S[],
  recordings: readonly Recording[],
  own: readonly number[],
): S | null {
  const called = sources.filter(({ description }) => description === label);
  if (called.length < 2) return called[0] ?? null;
  const used = called.filter(({ index }) =>
    recordings.some(({ source, process }) => source === index && process !== null && own.includes(process)),
  );
  return used.length === 1 ? (used[0] ?? null) : null;
}
