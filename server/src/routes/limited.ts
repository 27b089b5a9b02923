import { createFailureLimit } from '../accounts/failureLimit.ts';
import { failure } from './failure.ts';
import type { Services } from './route.ts';

const limit = createFailureLimit();

/** `attempt`, unless too many of this key failed lately. Every try counts until it succeeds. */
export async function limited<T>(services: Services, key: string, attempt: () => Promise<T>): Promise<T> {
  const takeBack = limit.begin(key, services.config.signInLimit, services.now());
  if (takeBack === null) throw failure('rateLimited', 'Too many failed tries. Wait a minute.');
  const done = await attempt();
  takeBack();
  return done;
}
