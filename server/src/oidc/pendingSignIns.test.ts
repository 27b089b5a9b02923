import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { createPendingSignIns, pendingLife } from './pendingSignIns.ts';

const key = randomBytes(32);
const pending = { redirect: 'http://127.0.0.1:1/signed-in', challenge: 'c', state: 's', verifier: 'v', nonce: 'n' };
const at = (now: number, own: Uint8Array = key) =>
  createPendingSignIns(
    () => own,
    () => now,
  );

it('opens what any process with the same key sealed, and shows nothing of it', async () => {
  const state = await at(0).seal(pending);
  expect(await at(1_000).open(state)).toEqual(pending);
  expect(Buffer.from(state, 'base64').toString()).not.toContain('127.0.0.1');
  // Providers take states of this length.
  expect(state.length).toBeLessThan(700);
});

it('opens nothing that is too old, changed, another key\u2019s, or sealed otherwise', async () => {
  const state = await at(0).seal(pending);
  expect(await at(pendingLife - 1).open(state)).toEqual(pending);
  expect(await at(pendingLife).open(state)).toBeNull();
  expect(await at(0, randomBytes(32)).open(state)).toBeNull();
  const middle = Math.floor(state.length / 2);
  const changed = `${state.slice(0, middle)}${state[middle] === 'A' ? 'B' : 'A'}${state.slice(middle + 1)}`;
  expect(await at(0).open(changed)).toBeNull();
  const signed = await new SignJWT({ ...pending }).setProtectedHeader({ alg: 'HS256' }).sign(key);
  for (const other of [signed, '', 'x', 'a.b.c.d.e']) expect(await at(0).open(other)).toBeNull();
});
