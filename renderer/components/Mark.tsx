import type { ReactElement } from 'react';

/** Parley's own mark: a source between two arcs. */
export const Mark = ({ size = 26 }: { readonly size?: number }): ReactElement => (
  <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <path d="M9.4 6.4a13.4 13.4 0 0 0 0 19.2M22.6 6.4a13.4 13.4 0 0 1 0 19.2" />
    <circle cx="16" cy="16" r="5" />
  </svg>
);
