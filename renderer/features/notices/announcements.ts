import type { CallView } from '../../call/callView.ts';

export type Verbosity = 'all' | 'people' | 'own';

/** Something to be told to whoever does not look; the words are `announce.<kind>` in the locale files. */
export type Announcement =
  | { readonly kind: 'joined' | 'left' | 'speaks'; readonly name: string }
  | { readonly kind: 'joinedMany' | 'leftMany'; readonly count: number }
  | { readonly kind: 'microphone'; readonly state: 'shut' | 'muted' | 'connecting' | 'trouble' }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'reconnecting' | 'reconnected' };

/** More than that come or go at once only when a channel is joined by a crowd: then their number is told. */
const namedAtMost = 3;

/** What changed between two moments of a call that is worth telling at this verbosity, in the order of telling. */
export function decideAnnouncements(
  before: Pick<CallView, 'state' | 'microphone' | 'participants'>,
  after: Pick<CallView, 'state' | 'microphone' | 'participants'>,
  verbosity: Verbosity,
): readonly Announcement[] {
  const told: Announcement[] = [];
  const inCall = (view: typeof before): boolean => view.state.phase === 'connected';
  if (before.state.phase === 'reconnecting' && inCall(after)) told.push({ kind: 'reconnected' });
  if (inCall(before) && after.state.phase === 'reconnecting') told.push({ kind: 'reconnecting' });

  // The people of the first moment were there already.
  if (verbosity !== 'own' && inCall(before) && inCall(after) && before.participants !== after.participants) {
    told.push(...decidePeople(before.participants, after.participants, verbosity));
  }
  const { state } = after.microphone;
  if (state !== before.microphone.state && state !== 'open' && state !== 'idle') {
    told.push({ kind: 'microphone', state });
  }
  return told;
}

type People = CallView['participants'];

function decidePeople(before: People, after: People, verbosity: Verbosity): readonly Announcement[] {
  // Where we ourselves are new, this is another channel.
  const self = (people: People): string | undefined => people.find(({ isLocal }) => isLocal)?.identity;
  if (self(before) !== self(after)) return [];
  const then = new Map(before.map((person) => [person.identity, person]));
  const now = new Set(after.map(({ identity }) => identity));
  const joined = after.filter(({ identity, isLocal }) => !isLocal && !then.has(identity));
  const left = before.filter(({ identity, isLocal }) => !isLocal && !now.has(identity));
  const speaks =
    verbosity === 'all'
      ? after.filter(({ identity, isLocal, speaking }) => !isLocal && speaking && then.get(identity)?.speaking !== true)
      : [];
  return [
    ...named('joined', 'joinedMany', joined),
    ...named('left', 'leftMany', left),
    ...speaks.slice(0, namedAtMost).map(({ name }): Announcement => ({ kind: 'speaks', name })),
  ];
}

/**
 * What waited for the microphone to shut, told in one go: who came or went and is so still, by number when they are many;
 * of the microphone and the connection only how they are now; nobody's beginning to speak, which is long over.
 */
export function mergeWaiting(waiting: readonly Announcement[]): readonly Announcement[] {
  const last = waiting.filter(
    (one, index) =>
      (one.kind !== 'microphone' || !waiting.slice(index + 1).some(({ kind }) => kind === 'microphone')) &&
      ((one.kind !== 'reconnecting' && one.kind !== 'reconnected') ||
        !waiting.slice(index + 1).some(({ kind }) => kind === 'reconnecting' || kind === 'reconnected')),
  );
  const people = (one: 'joined' | 'left', many: 'joinedMany' | 'leftMany'): readonly Announcement[] => {
    const other = one === 'joined' ? 'left' : 'joined';
    const names = last.flatMap((item, index) =>
      item.kind === one && !last.slice(index + 1).some((later) => later.kind === other && later.name === item.name)
        ? [item.name]
        : [],
    );
    const uncounted = last.reduce((sum, item) => sum + (item.kind === many ? item.count : 0), 0);
    if (uncounted + names.length > namedAtMost) return [{ kind: many, count: uncounted + names.length }];
    return names.map((name) => ({ kind: one, name }));
  };
  return [
    ...people('joined', 'joinedMany'),
    ...people('left', 'leftMany'),
    ...last.filter(
      ({ kind }) => kind === 'notice' || kind === 'microphone' || kind === 'reconnecting' || kind === 'reconnected',
    ),
  ];
}

const named = (one: 'joined' | 'left', many: 'joinedMany' | 'leftMany', people: People): readonly Announcement[] =>
  people.length > namedAtMost
    ? [{ kind: many, count: people.length }]
    : people.map(({ name }) => ({ kind: one, name }));
