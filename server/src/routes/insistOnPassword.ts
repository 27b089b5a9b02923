import { createFailureLimit } from '../accounts/failureLimit.ts';
import { failure } from './failure.ts';
import type { RouteContext } from './route.ts';

const limit = createFailureLimit();

/** That the person is there, not only their program: throws `wrongCredentials`, and `rateLimited` after some tries. */
export async function insistOnPassword(
  { services, caller }: Pick<RouteContext<unknown>, 'services' | 'caller'>,
  password: string,
): Promise<void> {
  const takeBack = limit.begin(caller.accountId, services.config.signInLimit, services.now());
  if (takeBack === null) throw failure('rateLimited', 'Too many failed tries. Wait a minute.');
  if (!(await services.accounts.isPassword(caller.accountId, password))) {
    throw failure('wrongCredentials', 'The password is wrong.');
  }
  takeBack();
}
