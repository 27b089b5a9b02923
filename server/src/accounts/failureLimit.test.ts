import { describe, expect, it } from 'vitest';
import { createFailureLimit } from './failureLimit.ts';

describe('createFailureLimit', () => {
  it('counts a try before it ends, so that tries at the same time see each other', () => {
    const limit = createFailureLimit();
    expect(limit.begin('a', 2, 0)).not.toBeNull();
    expect(limit.begin('a', 2, 0)).not.toBeNull();
    expect(limit.begin('a', 2, 0)).toBeNull();
    expect(limit.begin('b', 2, 0)).not.toBeNull();
  });

  it('takes back the count of a success, once and no other', () => {
    const limit = createFailureLimit();
    const takeBack = limit.begin('a', 2, 0);
    limit.begin('a', 2, 5);
    takeBack?.();
    takeBack?.();
    expect(limit.begin('a', 2, 6)).not.toBeNull();
    expect(limit.begin('a', 2, 6)).toBeNull();
  });

  it('forgets a failure after a minute, and a refused try is none', () => {
    const limit = createFailureLimit();
    limit.begin('a', 1, 0);
    expect(limit.begin('a', 1, 59_999)).toBeNull();
    expect(limit.begin('a', 1, 60_000)).not.toBeNull();
  });
});
