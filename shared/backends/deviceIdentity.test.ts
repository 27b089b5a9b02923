import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceIdentityOf, isSecondSession, secondSessionOf } from './deviceIdentity.ts';

const account = '0b9f3c1e-6f2a-4c52-9b7e-0a1b2c3d4e5f';

describe('deviceIdentityOf', () => {
  it.each([
    [`${account}.desk`, `${account}.desk`],
    [`${account}.desk~2`, `${account}.desk`],
    // Whatever else has such an end is somebody of their own.
    ['ada~2', 'ada~2'],
    [`${account}~2`, `${account}~2`],
    [`${account}.desk~3`, `${account}.desk~3`],
    [`${account}.desk~2~2`, `${account}.desk~2~2`],
    [`${account}:chat~2`, `${account}:chat~2`],
    [`x${account}.desk~2`, `x${account}.desk~2`],
    ['', ''],
  ])('of %s is %s', (identity, device) => expect(deviceIdentityOf(identity)).toBe(device));

  it('is the same of both sessions of any device, and tells them apart', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/), (id, device) => {
        const first = `${id}.${device}`;
        const second = secondSessionOf(first);
        expect(deviceIdentityOf(second)).toBe(first);
        expect([first, second].map(isSecondSession)).toEqual([false, true]);
      }),
    );
  });
});
