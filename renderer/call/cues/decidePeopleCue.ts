import type { ParticipantView } from '../callView.ts';

/** Which sound the coming and going of people makes: one, however many they are; joining wins. */
export function decidePeopleCue(
  before: readonly ParticipantView[],
  after: readonly ParticipantView[],
): { readonly cue: 'join' | 'leave'; readonly who: string } | null {
  // Whoever is there when we come did not join, and nobody leaves when we go.
  const wasIn = before.some(({ isLocal }) => isLocal);
  if (!wasIn || !after.some(({ isLocal }) => isLocal)) return null;
  const ids = (people: readonly ParticipantView[]): ReadonlySet<string> =>
    new Set(people.map(({ identity }) => identity));
  const [known, here] = [ids(before), ids(after)];
  const came = after.find(({ identity }) => !known.has(identity));
  if (came !== undefined) return { cue: 'join', who: came.name };
  const went = before.find(({ identity }) => !here.has(identity));
  return went === undefined ? null : { cue: 'leave', who: went.name };
}
