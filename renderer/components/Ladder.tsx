import type { ReactElement } from 'react';

/** Disc: works; square: blocked; triangle: slow; dashed: not tried (design/LANGUAGE.md, "Names"). */
export type Verdict = 'works' | 'blocked' | 'slow' | 'untried' | 'trying';

/** The shape of a verdict; its word stands beside it. */
export const VerdictSign = ({ verdict }: { readonly verdict: Verdict }): ReactElement => (
  <svg className="verdict" data-verdict={verdict} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    {verdict === 'works' ? (
      <circle cx="8" cy="8" r="5.5" />
    ) : verdict === 'blocked' ? (
      <>
        <rect x="2.5" y="2.5" width="11" height="11" rx="2" />
        <path d="m5.5 5.5 5 5m0-5-5 5" />
      </>
    ) : verdict === 'slow' ? (
      <path d="M8 2 14.5 13.5h-13Z" />
    ) : (
      <circle cx="8" cy="8" r="5.5" />
    )}
  </svg>
);

export interface Rung {
  readonly name: string;
  readonly verdict: Verdict;
  /** The verdict in words. */
  readonly word: string;
  /** A reading, such as a time. */
  readonly reading?: string;
}

/** The ways a voice can take, the best first, each with what became of it. */
export const Ladder = ({ label, rungs }: { readonly label: string; readonly rungs: readonly Rung[] }): ReactElement => (
  <ol className="ladder" data-part="ladder" aria-label={label}>
    {rungs.map(({ name, verdict, word, reading }) => (
      <li key={name} className="rung" data-part="rung" data-verdict={verdict}>
        <VerdictSign verdict={verdict} />
        <b dir="ltr">{name}</b>
        <span>{word}</span>
        {reading !== undefined && (
          <span className="reading" dir="auto">
            {reading}
          </span>
        )}
      </li>
    ))}
  </ol>
);
