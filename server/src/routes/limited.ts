import { digest } from '../accounts/codes.ts';
import { failure } from './failure.ts';
import type { Services } from './route.ts';

/** `attempt`, unless too many of this key failed lately, in any process. Every try counts until it succeeds. */
export async function limited<T>(
  { failures, config, now }: Pick<Services, 'failures' | 'config' | 'now'>,
  key: string,
  attempt: () => Promise<T>,
): Promise<T> {
  // Other processes are told of it: neither an address nor what was typed as a login.
  const hash = digest(key);
  const takeBack = failures.begin(hash, config.signInLimit, now());
  if (takeBack === null) throw failure('rateLimited', 'Too many failed tries. Wait a minute.');
  try {
    const done = await attempt();
    takeBack();
    return done;
  } catch (error) {
    failures.failed(hash);
    throw error;
  }
}
