import { anyServer, type ServerPolicy } from '@parley/shared/policy/serverPolicy';
import { useDesktopState } from '../../desktop/DesktopContext.ts';

/** Which servers the administrator of this computer laid down. */
export const useServerPolicy = (): ServerPolicy => useDesktopState(({ policy }) => policy?.servers ?? anyServer);
