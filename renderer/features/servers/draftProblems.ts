import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { sameAccess, type CheckedDraft, type Problem } from './profileDraft.ts';

/** What can be edited while signed in (`accessOf`). */
const harmless = /^(?:name|displayName|channels|transport)/;

/** Whether saving this ends the session; of a draft that cannot be saved, what it would be as far as it is wrong. */
export function changesAccess(saved: DialectProfile, checked: CheckedDraft): boolean {
  if (checked.ok) return !sameAccess(saved, checked.profile);
  return [...checked.problems.keys()].some((place) => !harmless.test(place));
}

/** What is shown as wrong: nothing before somebody asks for something. */
export function problemsOf(
  checked: CheckedDraft,
  asked: 'nothing' | 'profile' | 'proof',
  missing: Readonly<Record<'login' | 'secret', boolean>>,
): ReadonlyMap<string, Problem> {
  if (asked === 'nothing') return new Map();
  const problems = new Map(checked.ok ? [] : checked.problems);
  if (asked === 'proof') {
    for (const place of ['login', 'secret'] as const) if (missing[place]) problems.set(place, 'missing');
  }
  return problems;
}
