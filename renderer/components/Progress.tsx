import type { ReactElement } from 'react';
import { ProgressBar } from 'react-aria-components';

/** Something takes a while, and nobody knows how long. */
export const Progress = ({ label }: { readonly label: string }): ReactElement => (
  <ProgressBar isIndeterminate aria-label={label} className="progress">
    <span className="progress-bar" />
  </ProgressBar>
);
