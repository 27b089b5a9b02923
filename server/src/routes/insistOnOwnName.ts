import { failure } from './failure.ts';
import type { Services } from './route.ts';

/**
 * People may have one name: lists tell them apart by numbers. A name of other letters that only looks like somebody's is
 * refused with `conflict`.
 */
export function insistOnOwnName(
  { directory }: Pick<Services, 'directory'>,
  accountId: string | null,
  name: string,
): void {
  if (directory.nameOfOthers(accountId, name) !== 'disguised') return;
  throw failure(
    'conflict',
    'Somebody here has a name that looks the same and is written otherwise. Choose another one.',
  );
}
