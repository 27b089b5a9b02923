import { expect, it } from 'vitest';
import { normaliseLogin } from './normaliseLogin.ts';

it.each([
  ['ada', 'ada'],
  ['Ada', 'ada'],
  ['  ada\t\n', 'ada'],
  ['\u00a0ADA\u2003', 'ada'],
  ['a da', 'a da'],
  ['zoe\u0308', 'zo\u00eb'],
  ['ZOE\u0308', 'zo\u00eb'],
])('%j is %j', (login, normal) => expect(normaliseLogin(login)).toBe(normal));
