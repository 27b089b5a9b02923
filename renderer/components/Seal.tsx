import { Lock, LockOpen } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

/** Whether only the people of the call can hear it. */
export const Seal = ({
  sealed,
  children,
}: {
  readonly sealed: boolean;
  readonly children: ReactNode;
}): ReactElement => (
  <span className={sealed ? 'seal' : 'seal is-off'} data-part="seal" data-sealed={sealed}>
    {sealed ? <Lock className="icon" size={12} aria-hidden /> : <LockOpen className="icon" size={12} aria-hidden />}
    {children}
  </span>
);
