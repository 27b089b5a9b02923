import { newProfileId } from '@parley/shared/backends/dialects/profile';
import { useEffect, useState } from 'react';
import { useDesktop } from '../../desktop/DesktopContext.ts';

/**
 * What people know the identity provider by that the Parley server at `address` signs them in with through the browser;
 * null while that is not known, and where there is none.
 */
export function useBrowserOffer(address: string): string | null {
  const desktop = useDesktop();
  const [known, setKnown] = useState<{ readonly address: string; readonly label: string | null } | null>(null);
  useEffect(() => {
    if (address === '') return undefined;
    let wanted = true;
    const profile = { id: newProfileId, dialect: 'parley', address, login: '', name: '' } as const;
    void desktop.servers.offer(profile).then((answer) => {
      if (wanted) setKnown({ address, label: answer.ok ? (answer.value.browser?.label ?? null) : null });
    });
    return () => void (wanted = false);
  }, [desktop, address]);
  return known?.address === address ? known.label : null;
}
