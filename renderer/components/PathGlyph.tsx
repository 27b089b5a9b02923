import type { ReactElement } from 'react';
import type { PathKind } from '../call/callView.ts';

/** Line: UDP; double line: TCP; line through a diamond: relay; broken line: none. */
export const PathGlyph = ({ kind }: { readonly kind: PathKind | null }): ReactElement => (
  <svg className="path-glyph" width="24" height="16" viewBox="0 0 24 16" aria-hidden="true">
    {kind === null ? (
      <path d="M3 8h3.5M10 8h4M17.5 8H21" />
    ) : kind === 'TCP' ? (
      <path d="M4 6.2h16M4 9.8h16" />
    ) : kind === 'UDP' ? (
      <path d="M3 8h18" />
    ) : (
      <path d="M3 8h5.5M15.5 8H21M12 4.2 15.5 8 12 11.8 8.5 8Z" />
    )}
    <circle className="end" cx="3" cy="8" r="2" />
    <circle className="end" cx="21" cy="8" r="2" />
  </svg>
);
