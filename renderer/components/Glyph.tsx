import type { ReactElement } from 'react';

export type GlyphState = 'shut' | 'open' | 'speaking' | 'muted' | 'none';

/** What a person's microphone does, small. Its words are the caller's, for those who do not see it. */
export const Glyph = ({ state }: { readonly state: GlyphState }): ReactElement => (
  <svg className="glyph" data-state={state} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    {state === 'speaking' ? (
      <path d="M3 6.5v3M6.3 4v8M9.7 2.5v11M13 5.5v5" />
    ) : state === 'muted' ? (
      <>
        <circle cx="8" cy="8" r="4.4" />
        <path d="M2.8 13.2 13.2 2.8" />
      </>
    ) : state === 'none' ? (
      <path d="M4.5 8h7" />
    ) : (
      <circle cx="8" cy="8" r="4" className={state === 'open' ? 'fill' : undefined} />
    )}
  </svg>
);
