import { expect, it } from 'vitest';
import { decideIdentity } from './identity.ts';

const [ada, bob] = ['11111111-2222-3333-4444-555555555555', '99999999-2222-3333-4444-555555555555'];

it.each([
  [ada, false, { kind: 'own', identity: ada }],
  [`${ada}.phone`, false, { kind: 'own', identity: `${ada}.phone` }],
  [`${ada}phone`, false, { kind: 'forbidden' }],
  [bob, false, { kind: 'forbidden' }],
  [`${bob}.phone`, false, { kind: 'forbidden' }],
  [`${bob}.${ada}`, false, { kind: 'forbidden' }],
  ['ada', false, { kind: 'forbidden' }],
  [`${ada}.phone`, true, { kind: 'own', identity: `${ada}.phone` }],
  [`${bob}.phone`, true, { kind: 'impersonated', identity: `${bob}.phone`, accountId: bob }],
  ['ai-agent', true, { kind: 'impersonated', identity: 'ai-agent', accountId: null }],
])('Ada asks for %s, impersonation %s', (asked, mayImpersonate, decision) => {
  expect(decideIdentity(ada, asked, mayImpersonate)).toEqual(decision);
});
