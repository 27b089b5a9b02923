import { isHeard, type CallState, type CallView, type MicrophoneView } from '../../call/callView.ts';

export type Verbosity = 'all' | 'people' | 'own';

/** Something to be told to whoever does not look; the words are `announce.<kind>` in the locale files. */
export type Announcement =
  | { readonly kind: 'joined' | 'left' | 'speaks' | 'shares' | 'sharesNoMore'; readonly name: string }
  | { readonly kind: 'joinedMany' | 'leftMany'; readonly count: number }
  | { readonly kind: 'microphone'; readonly state: MicrophoneWord }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'connected'; readonly channel: string }
  /** `signallingAway`: one is heard all the same. */
  | { readonly kind: 'reconnecting' | 'signallingAway' | 'reconnected' | 'cancelled' }
  | { readonly kind: 'ownScreen' | 'ownScreenNoMore' };

/** `moderator`, `listener`: muted, and not by the person; `allowed`: neither any more. */
type MicrophoneWord = 'shut' | 'muted' | 'connecting' | 'trouble' | 'moderator' | 'listener' | 'allowed';

type Moment = Pick<CallView, 'state' | 'microphone' | 'participants' | 'sharing'>;

/** More than that come or go at once only when a channel is joined by a crowd: then their number is told. */
const namedAtMost = 3;

/** What changed between two moments of a call that is worth telling at this verbosity, in the order of telling. */
export function decideAnnouncements(before: Moment, after: Moment, verbosity: Verbosity): readonly Announcement[] {
  const told: Announcement[] = [...decideConnection(before.state, after.state)];
  // The people of the first moment were there already.
  const stays = isInCall(before.state) && isInCall(after.state);
  if (verbosity !== 'own' && stays && before.participants !== after.participants)
    told.push(...decidePeople(before.participants, after.participants, verbosity));
  if (before.sharing !== 'on' && after.sharing === 'on') told.push({ kind: 'ownScreen' });
  if (before.sharing === 'on' && after.sharing === 'off') told.push({ kind: 'ownScreenNoMore' });
  const state = decideMicrophone(before.microphone, after.microphone);
  if (state !== null) told.push({ kind: 'microphone', state });
  return told;
}

/** While the connection is away as well: who left meanwhile is told afterwards. */
const isInCall = ({ phase }: CallState): boolean => phase === 'connected' || phase === 'reconnecting';

function decideConnection(before: CallState, after: CallState): readonly Announcement[] {
  if (after.phase === 'reconnecting' && isHeard(before) && !isHeard(after)) return [{ kind: 'reconnecting' }];
  if (before.phase === after.phase) return [];
  const begins = before.phase === 'authorising' || before.phase === 'connecting';
  if (after.phase === 'reconnecting') return [{ kind: after.mediaFlows ? 'signallingAway' : 'reconnecting' }];
  if (after.phase === 'connected')
    return [
      before.phase === 'reconnecting' ? { kind: 'reconnected' } : { kind: 'connected', channel: after.channel.name },
    ];
  return begins && after.phase === 'idle' ? [{ kind: 'cancelled' }] : [];
}

/** Never that it opens: nobody would want to hear it. */
function decideMicrophone(before: MicrophoneView, after: MicrophoneView): MicrophoneWord | null {
  const wordOf = (microphone: MicrophoneView): MicrophoneView['state'] | MicrophoneWord =>
    microphone.state === 'muted' && (microphone.by === 'moderator' || microphone.by === 'listener')
      ? microphone.by
      : microphone.state;
  const was = wordOf(before);
  const is = wordOf(after);
  if (was === is || is === 'open' || is === 'idle') return null;
  return is === 'shut' && (was === 'moderator' || was === 'listener') ? 'allowed' : is;
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
  const stayed = after.filter(({ identity, isLocal }) => !isLocal && then.has(identity));
  const changed = (sharing: boolean): People =>
    stayed.filter((person) => person.sharing === sharing && then.get(person.identity)?.sharing !== sharing);
  return [
    ...named('joined', 'joinedMany', joined),
    ...named('left', 'leftMany', left),
    ...changed(true).map(({ name }): Announcement => ({ kind: 'shares', name })),
    ...changed(false).map(({ name }): Announcement => ({ kind: 'sharesNoMore', name })),
    ...speaks.slice(0, namedAtMost).map(({ name }): Announcement => ({ kind: 'speaks', name })),
  ];
}

/** What a later announcement of the same group makes old news. */
const groups: readonly (readonly Announcement['kind'][])[] = [
  ['microphone'],
  ['connected', 'reconnecting', 'signallingAway', 'reconnected', 'cancelled'],
  ['ownScreen', 'ownScreenNoMore'],
];
/** The same of one person. */
const opposites: Partial<Record<Announcement['kind'], Announcement['kind']>> = {
  joined: 'left',
  left: 'joined',
  shares: 'sharesNoMore',
  sharesNoMore: 'shares',
};

/**
 * What waited for the microphone to shut, told in one go: who came or went and is so still, by number when they are many;
 * of screens, the microphone and the connection only how they are now; nobody's beginning to speak, which is long over.
 */
export function mergeWaiting(waiting: readonly Announcement[]): readonly Announcement[] {
  const news = waiting.filter((one, index) => {
    const later = waiting.slice(index + 1);
    const group = groups.find((kinds) => kinds.includes(one.kind));
    if (group !== undefined) return !later.some(({ kind }) => group.includes(kind));
    const opposite = opposites[one.kind];
    return !later.some(
      (other) => other.kind === opposite && 'name' in other && 'name' in one && other.name === one.name,
    );
  });
  const people = (one: 'joined' | 'left', many: 'joinedMany' | 'leftMany'): readonly Announcement[] => {
    const names = news.filter(({ kind }) => kind === one);
    const uncounted = news.reduce((sum, item) => sum + (item.kind === many ? item.count : 0), 0);
    return uncounted + names.length > namedAtMost ? [{ kind: many, count: uncounted + names.length }] : names;
  };
  const counted: readonly Announcement['kind'][] = ['joined', 'joinedMany', 'left', 'leftMany', 'speaks'];
  return [
    ...people('joined', 'joinedMany'),
    ...people('left', 'leftMany'),
    ...news.filter(({ kind }) => !counted.includes(kind)),
  ];
}

const named = (one: 'joined' | 'left', many: 'joinedMany' | 'leftMany', people: People): readonly Announcement[] =>
  people.length > namedAtMost
    ? [{ kind: many, count: people.length }]
    : people.map(({ name }) => ({ kind: one, name }));
