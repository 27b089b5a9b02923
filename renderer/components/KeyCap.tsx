import type { ReactElement, ReactNode } from 'react';

/** What stands on a key, as one presses it. */
export const KeyCap = ({
  children,
  large = false,
}: {
  readonly children?: ReactNode;
  readonly large?: boolean;
}): ReactElement => (
  <kbd dir="auto" className={large ? 'key-cap is-large' : 'key-cap'}>
    {children}
  </kbd>
);
