import { failure } from './failure.ts';
import { limited } from './limited.ts';
import type { RouteContext } from './route.ts';

/** That the person is there, not only their program: throws `wrongCredentials`, and `rateLimited` after some tries. */
export const insistOnPassword = (
  { services, caller }: Pick<RouteContext<unknown>, 'services' | 'caller'>,
  password: string,
): Promise<void> =>
  limited(services, `${caller.accountId} password`, async () => {
    if (await services.accounts.isPassword(caller.accountId, password)) return;
    throw failure('wrongCredentials', 'The password is wrong.');
  });
