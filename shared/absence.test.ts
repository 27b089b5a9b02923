import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextAbsence, type Absence, type AbsenceChange } from './absence.ts';

const causes = ['suspend', 'lockScreen', 'sessionSwitch'] as const;
const changes = fc.array(fc.record({ kind: fc.constantFrom('begins', 'ends'), cause: fc.constantFrom(...causes) }));
const after = (steps: readonly AbsenceChange[]): Absence => steps.reduce(nextAbsence, new Set());

it('holds exactly the causes whose last word was their beginning', () => {
  fc.assert(
    fc.property(changes, (steps) => {
      const last = causes.filter((one) => steps.findLast(({ cause }) => cause === one)?.kind === 'begins');
      expect([...after(steps)].toSorted()).toEqual(last.toSorted());
    }),
  );
});

it('is not ended by waking up behind a locked screen', () => {
  const slept = after([
    { kind: 'begins', cause: 'lockScreen' },
    { kind: 'begins', cause: 'suspend' },
    { kind: 'ends', cause: 'suspend' },
  ]);
  expect([...slept]).toEqual(['lockScreen']);
});
